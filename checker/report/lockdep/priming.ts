/** C text that teaches lockdep an order of lock classes at boot, in the manner of `dma_resv_lockdep()`. */

import type { LockGraph } from '../../lock-order/lock-graph.ts'
import { className } from '../../lock-order/lock-class.ts'
import { wrap } from '../lines.ts'
import { modelText } from '../model-text.ts'
import { placesOf } from './graph-text.ts'
import { annotationOf, identifier } from './annotations.ts'
import type { Around } from './annotations.ts'
import { askedOf } from './asked.ts'
import type { Nested } from './established-order.ts'
import type { Setting } from './setting.ts'
import { usagesOf } from './usage-marks.ts'

const perTab = 8
const nothing: Around = { masked: false, context: false }

/** The lines of a function: each class is taken under those before it, and given up in reverse. */
export function primingLines(
  outermost: readonly Nested[],
  graph: LockGraph,
  setting: Setting,
): readonly string[] {
  const { model, page } = setting
  const asked = askedOf(model)
  const locals = new Set<string>()
  const body = (nested: Nested, outer: string | null, around: Around): readonly string[] => {
    const name = className(nested.class)
    const usages = usagesOf(nested.class, model, graph) ?? []
    const annotation = annotationOf(nested.class, asked.get(name) ?? [], usages, around)
    const inner = nested.inner.length > 0
    for (const local of annotation.locals(inner)) locals.add(local)
    const [first = '', ...rest] = annotation.acquire(inner)
    const place = outer === null ? null : placeOf(outer, name, graph, page.cwd)
    return [
      commented(first, place, page.width),
      ...rest.map(tabbed),
      ...nested.inner.flatMap((each) => body(each, name, annotation.within)),
      ...annotation.release(inner).map(tabbed),
    ]
  }
  const groups = outermost.map((each) => body(each, null, nothing))
  const called = `${identifier(model.name).toLowerCase()}_lockdep`
  return [
    ...commentLines(
      `The order of lock classes in ${modelText(model)}, for lockdep to know from boot on.`,
      page.width,
    ),
    `static int __init ${called}(void)`,
    '{',
    ...[...locals].map(tabbed),
    ...(locals.size === 0 ? [] : ['']),
    ...groups.flatMap((lines, at) => (at === 0 ? lines : ['', ...lines])),
    '',
    '\treturn 0;',
    '}',
    `subsys_initcall(${called});`,
  ]
}

function commentLines(text: string, width: number): readonly string[] {
  const lines = wrap(inComment(text), width - 3).map((line) => ` * ${line}`)
  return ['/*', ...lines, ' */']
}

function inComment(text: string): string {
  return text.replaceAll('*/', '* /')
}

function tabbed(line: string): string {
  return `\t${line}`
}

/** Where the one is first taken under the other. */
function placeOf(from: string, to: string, graph: LockGraph, cwd: string): string | null {
  const found = graph.dependencies.find(({ dependency }) => {
    return className(dependency.from) === from && className(dependency.to) === to
  })
  return found === undefined ? null : (placesOf(found, cwd)[0] ?? null)
}

/** The line with a comment behind it, where that fits. */
function commented(line: string, comment: string | null, width: number): string {
  const text = `\t${line}`
  if (comment === null) return text
  const whole = `${text} /* ${inComment(comment)} */`
  return whole.length - 1 + perTab <= width ? whole : text
}
