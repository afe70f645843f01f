/** Whether a step reads and writes only what its footprint says: tried out, by changing what it is said not to read. */

import { accesses } from '../../checker/lower/access.ts'
import type { Footprint, Location } from '../../checker/lower/access.ts'
import { number, universe } from '../../checker/lower/context.ts'
import type { Universe } from '../../checker/lower/context.ts'
import { list } from '../../checker/lower/datum.ts'
import type { Datum } from '../../checker/lower/datum.ts'
import { compiler } from '../../checker/lower/evaluate.ts'
import { execute } from '../../checker/lower/executor.ts'
import { attempt } from '../../checker/lower/fault.ts'
import { lower } from '../../checker/lower/lower.ts'
import type { Program } from '../../checker/lower/program.ts'
import { asState } from '../../checker/lower/state.ts'
import type { FlatState } from '../../checker/lower/state.ts'
import type { Outcome, System } from '../../checker/system.ts'
import type { Model, Sort } from '../../dsl/ir.ts'
import { differAt, keyOf } from './same.ts'

/** Numbers of fields and elements, from the outermost; null: any element. */
type Path = readonly (number | null)[]

interface Part {
  readonly path: Path
  readonly sort: Sort
}

interface Trial {
  /** What a step read or wrote against its footprint; null where there was nothing. */
  readonly offence: string | null
  /** How many parts of variables were changed behind a step's back. */
  readonly changes: number
}

const nothing = { locations: [], controls: [] }
const none: Footprint = { guard: nothing, effects: nothing, writes: [] }

const mostStates = 30
const deepest = 6
/** Of an array, this many elements are changed, and of a part, this many values tried. */
const few = 4

/** Tries out the footprints of a model's steps; `claimed` is what is made of each footprint first. */
export function tryFootprints(
  model: Model,
  claimed: (footprint: Footprint) => Footprint = (footprint) => footprint,
): Trial {
  const trials = new Trials(lower(model), claimed)
  const offence = trials.run()
  return { offence, changes: trials.changes }
}

class Trials {
  changes = 0
  readonly #program: Program
  readonly #system: System<FlatState>
  readonly #world: Universe
  readonly #claimed: (footprint: Footprint) => Footprint

  constructor(program: Program, claimed: (footprint: Footprint) => Footprint) {
    this.#program = program
    this.#system = execute(program)
    this.#world = universe(program)
    this.#claimed = claimed
  }

  run(): string | null {
    const found = new Map<string, FlatState>()
    for (const each of this.#system.initial()) {
      if (each.kind === 'state') found.set(each.state.key, each.state)
    }
    let level = [...found.values()]
    for (let depth = 0; level.length > 0 && depth < deepest; depth += 1) {
      const next: FlatState[] = []
      for (const state of level) {
        const outcomes = this.#system.expand(state)
        const offence = this.#written(state, outcomes) ?? this.#read(state, outcomes)
        if (offence !== null) return offence
        for (const { result } of outcomes) {
          if (result.kind !== 'state' || found.has(result.state.key)) continue
          found.set(result.state.key, result.state)
          next.push(result.state)
        }
      }
      level = found.size < mostStates ? next : []
    }
    return null
  }

  /** What changed is among the writes. */
  #written(state: FlatState, outcomes: readonly Outcome<FlatState>[]): string | null {
    for (const { step, thread, result } of outcomes) {
      if (result.kind !== 'state') continue
      const footprints = this.#footprints(state, thread, step.id)
      const writes = footprints.flatMap((footprint) => footprint.writes)
      for (const { id, name, sort } of this.#program.model.variables) {
        const [before, after] = [state.variables[id], result.state.variables[id]]
        if (before === undefined || after === undefined) continue
        const said = this.#paths(state, thread, id, writes)
        for (const path of changed(before, after, sort)) {
          if (!said.some((each) => overlap(each, path))) {
            return `${step.id} writes ${name} at ${path.join('.')}`
          }
        }
      }
    }
    return null
  }

  /** What is not among the reads makes no difference. */
  #read(state: FlatState, outcomes: readonly Outcome<FlatState>[]): string | null {
    for (const { id, name, sort } of this.#program.model.variables) {
      const value = state.variables[id]
      if (value === undefined) continue
      for (const part of parts(sort, this.#world)) {
        const other = this.#other(value, part)
        if (other === null) continue
        const changed = asState({ ...state, variables: state.variables.with(id, other) })
        const others = byActor(this.#system.expand(changed))
        const ones = byActor(outcomes)
        for (const actor of new Set([...ones.keys(), ...others.keys()])) {
          const [left, right] = [ones.get(actor) ?? [], others.get(actor) ?? []]
          const [first] = [...left, ...right]
          if (first === undefined) continue
          const footprints = this.#footprints(state, first.thread, first.step.id)
          const reads = footprints.flatMap(({ guard, effects }) => [
            ...guard.locations,
            ...effects.locations,
          ])
          const said = this.#paths(state, first.thread, id, reads)
          if (said.some((each) => overlap(each, part.path))) continue
          this.changes += 1
          const apart = (list: readonly Outcome<FlatState>[]) =>
            list.map((outcome) => without(outcome, id, part.path))
          const difference = differAt(apart(left), apart(right))
          if (difference !== null) {
            return `${first.step.id} reads ${name} at ${part.path.join('.')}: ${difference}`
          }
        }
      }
    }
    return null
  }

  /** The value with another one in its part; null where the part can have no other. */
  #other(value: Datum, { path, sort }: Part): Datum | null {
    const own = at(value, path)
    const values = [...Iterator.from(this.#world.all(sort)).take(few)]
    const other = values.find((each) => keyOf(each) !== keyOf(own))
    return other === undefined ? null : put(value, path, other)
  }

  /** Of an action one; of a process those of all transitions from where it rests, and of what decides whether it runs. */
  #footprints(state: FlatState, thread: number | null, id: string): readonly Footprint[] {
    const { transition, action, condition } = accesses(this.#program)
    if (thread === null) {
      const actions = this.#program.actions.filter(({ step }) => step.id === id)
      return actions.map(action).map(this.#claimed)
    }
    return this.#program.processes.flatMap((flat) => {
      if (thread < flat.first || thread >= flat.first + flat.instances) return []
      const point = flat.points[state.points[thread] ?? -1]
      const all = point?.transitions ?? []
      const { runs } = flat.process
      const running = runs === null ? [] : [{ ...none, guard: condition(runs) }]
      return [...running, ...all.map((each) => transition(flat, each)).map(this.#claimed)]
    })
  }

  /** Where in this variable the locations are, as seen in this state. */
  #paths(
    state: FlatState,
    thread: number | null,
    variable: number,
    locations: readonly Location[],
  ): readonly Path[] {
    return locations.flatMap((location) => {
      const declared = this.#program.model.variables[variable]
      if (declared === undefined || location.variable !== variable) return []
      let { sort } = declared
      return [
        location.path.map((step): number | null => {
          if (sort.kind === 'record' && step.kind === 'field') {
            const position = sort.fields.findIndex(({ name }) => name === step.field)
            sort = sort.fields[position]?.sort ?? sort
            return position
          }
          if (sort.kind !== 'array' || step.kind === 'field') throw new Error('no such part')
          const { index } = sort
          sort = sort.element
          if (step.kind === 'known') return step.number
          // An action's parameters are known in the step only.
          if (step.kind === 'any' || step.kind === 'late' || thread === null) return null
          const evaluate = compiler(this.#world)(step.index)
          const slots = state.slots[thread] ?? []
          const context = { ...state, slots, thread, bound: [], after: null }
          const done = attempt(() => evaluate(context))
          return done.kind === 'done' ? number(this.#world.enumerate(index), done.value) : null
        }),
      ]
    })
  }
}

function byActor(outcomes: readonly Outcome<FlatState>[]) {
  return Map.groupBy(outcomes, ({ thread, step }) => thread ?? step.id)
}

/** Whether one path leads into what the other leads to. */
function overlap(left: Path, right: Path): boolean {
  return left.every((step, position) => {
    const other = right[position]
    return step === null || other === undefined || other === null || step === other
  })
}

/** The parts that differ, as deep as arrays and records go. */
function changed(before: Datum, after: Datum, sort: Sort): readonly Path[] {
  if (keyOf(before) === keyOf(after)) return []
  if (sort.kind !== 'record' && sort.kind !== 'array') return [[]]
  return list(before).flatMap((part, position) => {
    const other = list(after)[position]
    const inner = sort.kind === 'array' ? sort.element : sort.fields[position]?.sort
    if (other === undefined || inner === undefined) return []
    return changed(part, other, inner).map((path) => [position, ...path])
  })
}

/** The whole and its parts. */
function parts(sort: Sort, world: Universe): readonly Part[] {
  const whole: Part = { path: [], sort }
  const inner = (position: number, of: Sort): readonly Part[] =>
    parts(of, world).map((part) => ({ ...part, path: [position, ...part.path] }))
  if (sort.kind === 'record') {
    return [whole, ...sort.fields.flatMap((field, position) => inner(position, field.sort))]
  }
  if (sort.kind !== 'array') return [whole]
  const { element } = sort
  const length = [...Iterator.from(world.all(sort.index)).take(few)].length
  return [whole, ...Array.from({ length }, (_, position) => inner(position, element)).flat()]
}

function at(value: Datum, [step, ...rest]: Path): Datum {
  const part = step === undefined || step === null ? undefined : list(value)[step]
  return part === undefined ? value : at(part, rest)
}

function put(value: Datum, [step, ...rest]: Path, part: Datum): Datum {
  if (step === undefined || step === null) return part
  const inner = list(value)[step]
  return inner === undefined ? value : list(value).with(step, put(inner, rest, part))
}

/** The outcome with nothing of what was changed. */
function without(outcome: Outcome<FlatState>, variable: number, path: Path): unknown {
  const { result } = outcome
  if (result.kind !== 'state') return outcome
  const { variables, points, slots } = result.state
  const value = variables[variable]
  const rest = value === undefined ? variables : variables.with(variable, put(value, path, 0))
  return { ...outcome, result: { variables: rest, points, slots } }
}
