/** The graph of lock classes for graphviz. */

import { className } from '../../lock-order/lock-class.ts'
import { dependencyKind } from '../../lock-order/dependency.ts'
import type { GraphDependency, LockGraph } from '../../lock-order/lock-graph.ts'
import { oneLine } from '../lines.ts'
import { modelText } from '../model-text.ts'
import { incompleteText, placesOf } from './graph-text.ts'
import type { Setting } from './setting.ts'
import { classText } from './usage-marks.ts'

/** A `digraph`: a dependency that is only declared is dashed; one with readers says lockdep's letters for how. */
export function graphDot(graph: LockGraph, setting: Setting): readonly string[] {
  return [
    `digraph ${quoted(modelText(setting.model))} {`,
    ...(graph.complete ? [] : [`  label=${quoted(incompleteText)};`]),
    '  node [shape=box, fontname=monospace];',
    '  edge [fontname=monospace, fontsize=10];',
    ...graph.classes.map(({ class: each }) => {
      return `  ${quoted(className(each))} [label=${quoted(classText(each, setting))}];`
    }),
    ...graph.dependencies.map((one) => `  ${edgeText(one, setting)}`),
    '}',
  ]
}

function edgeText(one: GraphDependency, { page }: Setting): string {
  const { from, to } = one.dependency
  const kind = dependencyKind(one.dependency)
  const label = [...(kind === 'EN' ? [] : [kind]), ...placesOf(one, page.cwd)]
  const style = one.steps.length === 0 ? ', style=dashed' : ''
  return `${quoted(className(from))} -> ${quoted(className(to))} [label=${quoted(label.join('\n'))}${style}];`
}

/** In the quotes of graphviz; lines of the text end in its own sign for that. */
function quoted(text: string): string {
  const escaped = text.replaceAll(/["\\]/g, '\\$&').split('\n').map(oneLine)
  return `"${escaped.join('\\l')}${escaped.length > 1 ? '\\l' : ''}"`
}
