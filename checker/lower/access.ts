/** What the transitions of a flat program read and write of shared state, precise to the index. */

import type {
  Access,
  BoundId,
  Domain,
  Effect,
  Expr,
  Place,
  ProcessId,
  Sort,
  VariableId,
} from '../../dsl/ir.ts'
import { operands } from '../operands.ts'
import type { Universe } from './context.ts'
import { number, outsideProcesses, universe } from './context.ts'
import { dependence } from './dependence.ts'
import { compiler } from './evaluate.ts'
import { attempt } from './fault.ts'
import { operationAt, reachable, successors } from './operations.ts'
import { partSort, rootSort } from './place.ts'
import type { FlatAction, FlatProcess, Program, Slot, Transition } from './program.ts'
import { arraySort } from './structures.ts'

/** What a transition may read and write, over all of its branches and alternatives, each once. */
export interface Footprint {
  readonly guard: Reads
  readonly effects: Reads
  readonly writes: readonly Location[]
}

export interface Reads {
  readonly locations: readonly Location[]
  readonly controls: readonly ControlRead[]
}

/** A variable, or the part of it to which the path leads. */
export interface Location {
  readonly variable: VariableId
  readonly path: readonly PathStep[]
  readonly access: Access
}

export type PathStep = { readonly kind: 'field'; readonly field: string } | Which

/**
 * Which element of an array, or which instance: one known by its number; the one that an expression gives in the state
 * before the transition (it mentions no bound names but an action's parameters); the one that an expression over locals gives
 * in the middle of the transition; or any.
 */
export type Which =
  | { readonly kind: 'known'; readonly number: number }
  | { readonly kind: 'computed'; readonly index: Expr }
  | { readonly kind: 'late'; readonly index: Expr }
  | { readonly kind: 'any' }

/** A control point that is asked for. */
export interface ControlRead {
  readonly process: ProcessId
  readonly instance: Which
  /** Null: whether it is terminated. */
  readonly label: string | null
}

export interface Accesses {
  readonly transition: (flat: FlatProcess, transition: Transition) => Footprint
  readonly action: (action: FlatAction) => Footprint
  /** What a condition reads that is asked of a state, or of a process in it. */
  readonly condition: (expr: Expr) => Reads
}

/** Prepares what the transitions and actions of the program read and write. */
export function accesses(program: Program): Accesses {
  const world = universe(program)
  return {
    transition({ operations, slots }, { entry }) {
      const all = reachable(operations, [entry]).map((each) => operationAt(operations, each))
      const writing = all.filter(({ kind }) => kind === 'effects')
      const late = new Set(reachable(operations, writing.flatMap(successors)))
      const found = collected()
      for (const each of reachable(operations, [entry])) {
        const operation = operationAt(operations, each)
        const collect = collector(world, { late: late.has(each), parameters: [], slots })
        switch (operation.kind) {
          case 'guard':
            collect.expr(operation.test, found.guard)
            break
          case 'effects':
            collect.effects(operation.effects, found)
            break
          case 'evaluate':
            collect.expr(operation.value, found.effects)
            break
          case 'branch':
            collect.expr(operation.test, found.effects)
            break
          case 'take':
          case 'fork':
          case 'kill':
          case 'depart':
          case 'rest':
        }
      }
      return footprint(found)
    },
    action({ parameters, guard, effects }) {
      const bound = parameters.map((parameter) => parameter.bound)
      const collect = collector(world, { late: false, parameters: bound, slots: [] })
      const found = collected()
      if (guard !== null) collect.expr(guard, found.guard)
      collect.effects(effects, found)
      return footprint(found)
    },
    condition(expr) {
      const found = collected()
      collector(world, { late: false, parameters: [], slots: [] }).expr(expr, found.guard)
      return footprint(found).guard
    },
  }
}

/** Each thing found, under a text that tells whether it is the same. */
interface Collected {
  readonly guard: CollectedReads
  readonly effects: CollectedReads
  readonly writes: Map<string, Location>
}

interface CollectedReads {
  readonly locations: Map<string, Location>
  readonly controls: Map<string, ControlRead>
}

function collected(): Collected {
  const reads = (): CollectedReads => ({ locations: new Map(), controls: new Map() })
  return { guard: reads(), effects: reads(), writes: new Map() }
}

function footprint({ guard, effects, writes }: Collected): Footprint {
  const reads = ({ locations, controls }: CollectedReads): Reads => ({
    locations: [...locations.values()],
    controls: [...controls.values()],
  })
  return { guard: reads(guard), effects: reads(effects), writes: [...writes.values()] }
}

/** Where expressions stand: `late`, behind writes of the same transition; among an action's parameters. */
interface Standing {
  readonly late: boolean
  readonly parameters: readonly BoundId[]
  readonly slots: readonly Slot[]
}

interface Collector {
  readonly expr: (expr: Expr, into: CollectedReads) => void
  readonly effects: (effects: readonly Effect[], into: Collected) => void
}

function collector(world: Universe, { late, parameters, slots }: Standing): Collector {
  /** `path` is what is selected of the expression's value. */
  function read(expr: Expr, path: readonly PathStep[], into: CollectedReads): void {
    switch (expr.kind) {
      case 'variable':
        add(into.locations, { variable: expr.variable, path, access: expr.access })
        break
      case 'element': {
        const { index } = arraySort(expr.array.sort)
        read(expr.array, [which(expr.index, index), ...path], into)
        read(expr.index, [], into)
        break
      }
      case 'field':
        read(expr.record, [{ kind: 'field', field: expr.field }, ...path], into)
        break
      case 'definition':
        read(expr.body, path, into)
        break
      case 'conditional':
        read(expr.test, [], into)
        read(expr.then, path, into)
        read(expr.otherwise, path, into)
        break
      case 'at':
      case 'terminated': {
        const instance = which(expr.instance, world.process(expr.process).process.sort)
        const label = expr.kind === 'at' ? expr.label : null
        add(into.controls, { process: expr.process, instance, label })
        read(expr.instance, [], into)
        break
      }
      default:
        for (const operand of operands(expr)) read(operand, [], into)
    }
  }

  function which(index: Expr, sort: Sort): Which {
    const { free, state, shared, self } = dependence(index)
    if ([...free].some((bound) => !parameters.includes(bound))) return { kind: 'any' }
    if (late && state) return shared ? { kind: 'any' } : { kind: 'late', index }
    if (state || self || free.size > 0) return { kind: 'computed', index }
    const evaluate = compiler(world)(index)
    const nothing = outsideProcesses({ variables: [], points: [] })
    const value = attempt(() => number(world.enumerate(sort), evaluate(nothing)))
    return value.kind === 'done' ? { kind: 'known', number: value.value } : { kind: 'any' }
  }

  function domain(ranged: Domain, into: CollectedReads): void {
    if (ranged.kind === 'elements') read(ranged.of, [], into)
  }

  function effect(each: Effect, into: Collected): void {
    switch (each.kind) {
      case 'assign':
        write(each.place, each.access, into)
        read(each.value, [], into.effects)
        break
      case 'when':
        read(each.test, [], into.effects)
        effects(each.then, into)
        effects(each.otherwise, into)
        break
      case 'forEach':
        domain(each.domain, into.effects)
        effects(each.body, into)
        break
      case 'pick':
        domain(each.domain, into.effects)
        if (each.filter !== null) read(each.filter, [], into.effects)
        break
      case 'assert':
        read(each.test, [], into.effects)
        break
      case 'fail':
    }
  }

  function write(place: Place, access: Access, into: Collected): void {
    let sort = rootSort(place, world.program.model, slots)
    const path = place.path.map((selector): PathStep => {
      const whole = sort
      sort = partSort(whole, selector)
      if (selector.kind === 'field') return selector
      read(selector.index, [], into.effects)
      return which(selector.index, arraySort(whole).index)
    })
    if (place.root.kind === 'local') return
    add(into.writes, { variable: place.root.variable, path, access })
  }

  function effects(list: readonly Effect[], into: Collected): void {
    for (const each of list) effect(each, into)
  }

  return { expr: (expr, into) => read(expr, [], into), effects }
}

function add<T>(found: Map<string, T>, item: T): void {
  const text = JSON.stringify(item, (key, value: unknown) => (key === 'site' ? null : value))
  if (!found.has(text)) found.set(text, item)
}
