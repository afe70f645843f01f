/** What can be observed of lock order in the states of a flat program, and where. */

import type { Context, Expr, Holding, Lock, Model } from '../../dsl/ir.ts'
import type { FlatProcess, Program } from '../lower/program.ts'
import { className } from './lock-class.ts'
import type { LockClass } from './lock-class.ts'
import { both, holds, isEnabled } from './holding-test.ts'
import { mayHold } from './may-hold.ts'
import type { MayHold } from './may-hold.ts'
import type { Look, Lookout, Observation, Observations } from './observation.ts'
import { readsAny, requestedAt } from './requested.ts'
import type { Requested } from './requested.ts'
import { usageName } from './usage.ts'
import type { Interrupt } from './usage.ts'

/** A way to hold a lock, of a class. */
interface Held {
  readonly lock: Lock
  readonly holding: Holding
  readonly class: LockClass
}

/**
 * Everything that can be observed, numbered: by processes as declared, then statements. Only what `may` be held is looked for; where
 * that is not given, what the program says may be.
 */
export function observationsOf(program: Program, may: MayHold | null = null): Observations {
  if (program.model.locks.length === 0) return { list: [], lookouts: [] }
  const mayBe = may ?? mayHold(program)
  const numbered = new Numbered()
  const interrupts = interruptsIn(program.model)
  const lookouts = program.processes.flatMap((flat) =>
    flat.statements.flatMap((_, statement): readonly Lookout[] => {
      const spot = spotAt(flat, statement, program.model, mayBe)
      dependencies(spot, program.model, numbered)
      for (const interrupt of interrupts) usages(spot, interrupt, program.model, numbered)
      const looks = spot.looks.list
      return looks.length === 0 ? [] : [{ process: flat.process.id, statement, looks }]
    }),
  )
  return { list: numbered.list, lookouts }
}

/** A statement at which a process rests. */
interface Spot {
  readonly flat: FlatProcess
  /** Tells it from all others. */
  readonly name: string
  readonly requested: readonly Requested[]
  /** What may be held there. */
  readonly held: readonly Held[]
  readonly looks: Looks
}

function spotAt(flat: FlatProcess, statement: number, model: Model, may: MayHold): Spot {
  const points = flat.points.flatMap((each, at) => (each.statement === statement ? [at] : []))
  return {
    flat,
    name: `${flat.process.id} ${statement}`,
    requested: requestedAt(flat, points),
    held: heldIn(model).filter(({ holding }) => points.some((point) => may(flat, point, holding))),
    looks: new Looks(),
  }
}

/** The class of a lock that is taken in this subclass. Of several locks the first says of what kind their class is. */
function classOf({ lockClass: name, kind }: Lock, subclass: number, { locks }: Model): LockClass {
  const first = locks.find(({ lockClass }) => lockClass === name)
  return { name, subclass, kind: first?.kind ?? kind }
}

function heldIn(model: Model): readonly Held[] {
  return model.locks.flatMap((lock) =>
    lock.holdings.map((holding) => {
      return { lock, holding, class: classOf(lock, holding.subclass, model) }
    }),
  )
}

/** Both kinds where anything in the model has to do with interrupts; otherwise usages mean nothing. */
function interruptsIn({ processes, masks }: Model): readonly Interrupt[] {
  const some =
    masks.hardirq !== null ||
    masks.softirq !== null ||
    processes.some(({ context }) => context === 'hardirq' || context === 'softirq')
  return some ? ['hardirq', 'softirq'] : []
}

/** What is held where something is requested. */
function dependencies(
  { name, requested, held, looks }: Spot,
  model: Model,
  numbered: Numbered,
): void {
  for (const { step, request } of requested) {
    const lock = model.locks[request.lock]
    if (request.trying || lock === undefined) continue
    const to = classOf(lock, request.subclass, model)
    for (const each of held) {
      const from = each.class
      if (request.nested && className(from) === className(to)) continue
      const { mode } = each.holding
      const dependency = { from, held: mode, to, requested: request.mode }
      const number = numbered.number({ kind: 'dependency', dependency, request: step }, name)
      looks.add(holds(each.lock, each.holding), `${each.lock.id} ${keyOf(each)}`, number)
    }
  }
}

/** What is requested in an interrupt of the kind, and what is requested or held where such interrupts may come. */
function usages(
  { flat, name, requested, held, looks }: Spot,
  interrupt: Interrupt,
  model: Model,
  numbered: Numbered,
): void {
  const { context } = flat.process
  const masks = model.masks[interrupt]
  const neverComes = masksByContext[context].includes(interrupt)
  const enabled = isEnabled(model, interrupt)
  for (const { step, request, writes } of requested) {
    const lock = model.locks[request.lock]
    if (request.trying || lock === undefined) continue
    const read = request.mode !== 'write'
    const asked = {
      kind: 'usage',
      class: classOf(lock, request.subclass, model),
      request: step,
    } as const
    if (context === interrupt) {
      const usage = { interrupt, how: 'in', read } as const
      looks.add(null, 'always', numbered.number({ ...asked, usage }, name))
    }
    // A step that turns interrupts off does so before it waits, and where it rests they are still on.
    const turnsOff = masks !== null && readsAny(masks, writes)
    if (neverComes || turnsOff) continue
    const usage = { interrupt, how: 'enabled', read } as const
    looks.add(enabled, interrupt, numbered.number({ ...asked, usage }, name))
  }
  if (neverComes) return
  for (const each of held) {
    const read = each.holding.mode !== 'write'
    const usage = { interrupt, how: 'enabled', read } as const
    const number = numbered.number(
      { kind: 'usage', class: each.class, usage, request: null },
      'anywhere',
    )
    const test = both(holds(each.lock, each.holding), enabled)
    looks.add(test, `${each.lock.id} ${keyOf(each)} ${interrupt}`, number)
  }
}

/** An interrupt is interrupted by neither its own kind nor a lesser one. */
const masksByContext: { readonly [context in Context]: readonly Interrupt[] } = {
  task: [],
  worker: [],
  softirq: ['softirq'],
  hardirq: ['hardirq', 'softirq'],
}

function keyOf({ lock, holding }: Held): number {
  return lock.holdings.indexOf(holding)
}

/** What can be observed, each thing once. */
class Numbered {
  readonly list: Observation[] = []
  readonly #numbers = new Map<string, number>()

  /** Its number; at different places it is not the same. */
  number(observation: Observation, where: string): number {
    const key = `${where} ${observation.request?.id ?? ''} ${textOf(observation)}`
    const known = this.#numbers.get(key)
    if (known !== undefined) return known
    this.#numbers.set(key, this.list.length)
    return this.list.push(observation) - 1
  }
}

function textOf(observation: Observation): string {
  switch (observation.kind) {
    case 'dependency': {
      const { from, held, to, requested } = observation.dependency
      return `${className(from)}, ${held} -> ${className(to)}, ${requested}`
    }
    case 'usage':
      return `${className(observation.class)} ${usageName(observation.usage)}`
  }
}

/** The looks of one place: each test once, with all that is observed by it. */
class Looks {
  readonly #looks = new Map<string, { readonly test: Expr | null; readonly numbers: Set<number> }>()

  add(test: Expr | null, key: string, number: number): void {
    const look = test === null ? 'always' : key
    const known = this.#looks.get(look)
    if (known === undefined) this.#looks.set(look, { test, numbers: new Set([number]) })
    else known.numbers.add(number)
  }

  get list(): readonly Look[] {
    return [...this.#looks.values()].map(({ test, numbers }) => {
      return { test, numbers: [...numbers].toSorted((a, b) => a - b) }
    })
  }
}
