/** The names of one small model, and programs over them as text: what the snapshots of the lowering share. */

import type { Model, Statement } from '../../../dsl/ir.ts'
import { lower } from '../../../checker/lower/lower.ts'
import { programText } from '../../../checker/lower/program-text.ts'
import { assign, block, model, process, step } from './build.ts'
import { array, arrayOf, binder, identity, int, lit, local, num, variable } from './terms.ts'

export const small = int(0, 3)
export const cpu = identity('cpu', 2)
export const x = variable(0, 'x', small, num(0))
export const locks = variable(1, 'locks', array(cpu, small), arrayOf(cpu, lit(small, 0)))
export const a = local(0, 'a', small)
export const b = local(1, 'b', small)
export const i = binder(0, 'i', cpu)
export const n = binder(1, 'n', small)
/** The step that stores the number in `x`. */
export const toX = (value: number) => step('store', null, assign(x, num(value)))

/** The program of a model of these parts and the variables above. */
export function text(parts: Partial<Model>): string {
  return `\n${programText(lower(model({ variables: [x, locks], ...parts })))}\n`
}

/** The program of one process that has the locals above and executes these statements. */
export function bodyText(...statements: Statement[]): string {
  return text({ processes: [process('p', block([a, b], ...statements))] })
}
