/** The graph of lock classes as text: each class with its marks, then what is taken while it is held. */

import { className } from '../../lock-order/lock-class.ts'
import { dependencyKind } from '../../lock-order/dependency.ts'
import type { Dependency } from '../../lock-order/dependency.ts'
import type { GraphDependency, LockGraph } from '../../lock-order/lock-graph.ts'
import { oneLine, wrap } from '../lines.ts'
import { modelText } from '../model-text.ts'
import { lineText } from '../path-text.ts'
import type { Setting } from './setting.ts'
import { placeText } from './stack.ts'
import { classText } from './usage-marks.ts'

/** The model, a line for each class, a line for each dependency with the author's lines below it. */
export function graphLines(graph: LockGraph, setting: Setting): readonly string[] {
  const { page } = setting
  const classes = graph.classes.flatMap(({ class: each }) => {
    const name = className(each)
    const after = graph.dependencies.filter(({ dependency }) => className(dependency.from) === name)
    return [
      ...wrap(classText(each, setting), page.width, 4).map((line) => page.paint('strong', line)),
      ...after.flatMap((one) => dependencyLines(one, setting)),
    ]
  })
  const rest = graph.complete ? [] : ['', ...wrap(incompleteText, page.width)]
  return [
    ...wrap(`lock classes of ${modelText(setting.model)}:`, page.width, 2),
    '',
    ...(classes.length === 0 ? ['none'] : classes),
    ...rest,
  ]
}

export const incompleteText = 'Not everything was explored: there may be more dependencies.'

/** `->` where both are exclusive; otherwise with lockdep's letters for how: `-(SR)->`. */
function arrowText(dependency: Dependency): string {
  const kind = dependencyKind(dependency)
  return kind === 'EN' ? '->' : `-(${kind})->`
}

/** Where a dependency comes from: each once. */
export function placesOf({ steps, declared }: GraphDependency, cwd: string): readonly string[] {
  const orders = declared.map(({ site: { author } }) => {
    return author === null ? 'declared' : `declared at ${lineText(author, cwd)}`
  })
  return [...new Set([...steps.map((step) => placeText(step, cwd)), ...orders])]
}

function dependencyLines(one: GraphDependency, { page }: Setting): readonly string[] {
  const { dependency } = one
  return [
    ...wrap(`${arrowText(dependency)} ${oneLine(className(dependency.to))}`, page.width - 2, 4).map(
      (line) => `  ${line}`,
    ),
    ...placesOf(one, page.cwd)
      .flatMap((place) => wrap(place, page.width - 6, 2))
      .map((line) => `      ${page.paint('faint', line)}`),
  ]
}
