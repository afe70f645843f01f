/** Writes to variables and locals: gathered while effects are visited, made together at the end. */

import { is } from 'immutable'
import type { LocalId, Place } from '../../dsl/ir.ts'
import type { Site } from '../../dsl/site.ts'
import { asMap, entry } from './datum.ts'
import type { Datum } from './datum.ts'
import type { Compiler } from './evaluate.ts'
import { raise } from './fault.ts'
import { Frame } from './state.ts'
import type { Environment, InterpretedState } from './state.ts'

export interface Write {
  readonly root: Place['root']
  /** The index or field at each depth, outermost first. */
  readonly path: readonly Datum[]
  readonly value: Datum
}

/** Prepares a place: which path its indices, outermost first, have in an environment. */
export function pathOf(place: Place, compiler: Compiler): (env: Environment) => readonly Datum[] {
  const keys = place.path.map((selector) => {
    return selector.kind === 'element' ? compiler.expr(selector.index) : () => selector.field
  })
  return (env) => keys.map((key) => key(env))
}

/** The writes with one more; a fault when its place equals, contains or is part of that of another. */
export function recorded(writes: readonly Write[], write: Write, site: Site): readonly Write[] {
  if (writes.some((other) => overlap(other, write))) {
    raise('conflict', site, 'another effect of this step writes to the same place')
  }
  return [...writes, write]
}

/** The state after the writes, which do not overlap; locals are those of the thread's innermost frame. */
export function written(
  state: InterpretedState,
  thread: number | null,
  writes: readonly Write[],
): InterpretedState {
  return writes.reduce((current, { root, path, value }) => {
    if (root.kind === 'variable') {
      const { variables } = current
      const old = variables.get(root.variable)
      return current.withVariables(variables.set(root.variable, replaced(old, path, value)))
    }
    if (thread === null) throw new Error('an action has no locals')
    return withLocal(current, thread, root.local, (old) => replaced(old, path, value))
  }, state)
}

/** The state in which the thread's innermost frame has another value of the local, which is live from then on. */
export function withLocal(
  state: InterpretedState,
  thread: number,
  local: LocalId,
  update: (old: Datum | undefined) => Datum,
): InterpretedState {
  const { at, locals } = state.frame(thread)
  return state.withFrame(thread, new Frame(at, locals.set(local, update(locals.get(local)))))
}

function overlap(one: Write, other: Write): boolean {
  return (
    sameRoot(one.root, other.root) &&
    one.path.every((key, depth) => depth >= other.path.length || is(key, other.path[depth]))
  )
}

function sameRoot(one: Place['root'], other: Place['root']): boolean {
  return one.kind === 'variable'
    ? other.kind === 'variable' && one.variable === other.variable
    : other.kind === 'local' && one.local === other.local
}

function replaced(old: Datum | undefined, path: readonly Datum[], value: Datum): Datum {
  const [key, ...rest] = path
  if (key === undefined) return value
  if (old === undefined) throw new Error('a part of a local is written that is not live')
  const whole = asMap(old)
  return whole.set(key, replaced(entry(whole, key), rest, value))
}
