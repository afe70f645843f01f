/** The operations of a process: how a transition is executed, to every record that comes of it. */

import { operationAt } from '../../lower/operations.ts'
import type { FlatProcess, Operation } from '../../lower/program.ts'
import { Emitter } from '../emitter.ts'
import { asTest } from '../operand.ts'
import type { Scope } from '../scope.ts'
import { pointBits, slotBits } from '../state-bits.ts'
import type { Instance } from '../state-bits.ts'
import { add, get, i64, when } from '../wat.ts'
import type { Wat } from '../wat.ts'
import { attempt } from './attempt.ts'
import { perform } from './effects.ts'
import type { Flow } from './flow.ts'
import { shared } from './moment.ts'
import type { Moment, Readable } from './moment.ts'
import { appendFailure, appendSuccessor } from './record.ts'
import type { Workshop } from './workshop.ts'

/** The transitions of one process. */
export class Transitions {
  readonly #flat: FlatProcess
  readonly #flow: Flow
  readonly #shop: Workshop
  readonly #name: string
  /** By operation that is a function and is called: the first frame that none of its callers uses. */
  readonly #called = new Map<number, number>()

  constructor(flat: FlatProcess, flow: Flow, shop: Workshop, name: string) {
    this.#flat = flat
    this.#flow = flow
    this.#shop = shop
    this.#name = name
  }

  /** Writes the transition that begins with this operation, of an instance, from the state at this address. */
  write(entry: number, point: number | null, address: Wat, instance: Wat, emit: Emitter): void {
    const given = this.#shop.moments.given(address, 0, point)
    this.#alone(this.#scope(address, instance, emit), (scope) => this.#go(entry, given, scope))
  }

  /** Writes what is executed where an instance can run at all. */
  whereRunning(address: Wat, instance: Wat, emit: Emitter, write: () => void): void {
    const { runs } = this.#flat.process
    if (runs === null) {
      write()
      return
    }
    this.#alone(
      this.#scope(address, instance, emit),
      (scope) => {
        const running = asTest(this.#shop.compile(runs, scope), scope)
        emit.do(when(running, emit.capture(write)))
      },
      true,
    )
  }

  /** The functions that what was written so far calls, directly or not. */
  functions(): readonly Wat[] {
    const made: Wat[] = []
    // An operation goes on to smaller numbers: whoever calls a function is written before it.
    for (let number = this.#flat.operations.length - 1; number >= 0; number--) {
      const frame = this.#called.get(number)
      if (frame !== undefined) made.push(this.#function(number, frame))
    }
    return made
  }

  #function(number: number, frame: number): Wat {
    const emit = new Emitter()
    const operation = operationAt(this.#flat.operations, number)
    const given = this.#shop.moments.given(get('$moment'), frame, null)
    const instance = this.#flat.instances === 1 ? i64(0) : get('$instance')
    this.#alone(this.#scope(get('$moment'), instance, emit), (scope) =>
      this.#execute(operation, given, scope),
    )
    return emit.function(this.#functionName(number), [
      ['param', '$instance', 'i64'],
      ['param', '$moment', 'i64'],
    ])
  }

  #functionName(number: number): string {
    return `${this.#name}.${number}`
  }

  /** Before it is known where failures go. */
  #scope(address: Wat, instance: Wat, emit: Emitter): Omit<Scope, 'exit'> {
    return {
      generation: this.#shop.generation,
      emit,
      moment: address,
      after: null,
      executing: { flat: this.#flat, instance },
      bound: new Map(),
    }
  }

  /** What fails in it ends nothing else, and is recorded. */
  #alone(open: Omit<Scope, 'exit'>, write: (scope: Scope) => void, ofState = false): void {
    attempt(open.emit, [appendFailure(this.#actor(open), ofState)], (label) =>
      write({ ...open, exit: { label, ofState } }),
    )
  }

  #actor({ executing }: Omit<Scope, 'exit'>): Wat {
    return add(i64(this.#flat.first), executing?.instance ?? i64(0))
  }

  /** Goes on with an operation, in what is being written or in a function of its own. */
  #go(number: number, moment: Moment, scope: Scope): void {
    if (!this.#flow.functions.has(number)) {
      this.#execute(operationAt(this.#flat.operations, number), moment, scope)
      return
    }
    const { address, frame } = this.#shop.moments.readable(moment, scope.emit)
    this.#called.set(number, Math.max(this.#called.get(number) ?? 0, frame))
    const instance = scope.executing?.instance ?? i64(0)
    scope.emit.do(['call', this.#functionName(number), instance, address])
  }

  #execute(operation: Operation, moment: Moment, scope: Scope): void {
    const { emit } = scope
    const { moments, compile, generation, notes, kinds, covering } = this.#shop
    emit.do(...notes.operation(this.#flat, operation), ...covering.pass(operation))
    switch (operation.kind) {
      case 'take':
        kinds.take(this.#flat, operation.statement, emit)
        this.#go(operation.next, moment, scope)
        break
      case 'guard': {
        const { moment: then, scope: reading } = this.#reading(moment, scope)
        const guarded = (inGuard: Scope): void => {
          const holds = asTest(compile(operation.test, inGuard), inGuard)
          const noted = covering.sides(operation, inGuard)
          const onward = emit.capture(() => this.#go(operation.next, then, scope))
          emit.do(when(holds, [...noted.then, ...onward], noted.otherwise))
        }
        this.#alone(reading, guarded, true)
        break
      }
      case 'effects': {
        const { moment: before, scope: reading } = this.#reading(moment, scope)
        const setting = { moments, compile, covering, actor: this.#actor(scope) }
        perform(operation.effects, before, reading, setting, {
          quiet: this.#flow.isQuiet(operation.next),
          go: ({ moment: then, scope: inside }) =>
            this.#go(operation.next, then, { ...scope, exit: inside.exit }),
        })
        break
      }
      case 'evaluate': {
        const { moment: then, scope: reading } = this.#reading(moment, scope)
        compile(operation.value, reading)
        this.#go(operation.next, then, scope)
        break
      }
      case 'branch': {
        const { moment: now, scope: reading } = this.#reading(moment, scope)
        const holds = asTest(compile(operation.test, reading), reading)
        const noted = covering.sides(operation, reading)
        const then = emit.capture(() => this.#go(operation.then, now, scope))
        const otherwise = emit.capture(() => this.#go(operation.otherwise, now, scope))
        emit.do(when(holds, [...noted.then, ...then], [...noted.otherwise, ...otherwise]))
        break
      }
      case 'fork':
        for (const branch of operation.branches) {
          this.#alone(scope, (inBranch) => this.#go(branch, shared(moment), inBranch))
        }
        break
      case 'kill': {
        const then = moments.writable(moment, this.#flow.isQuiet(operation.next), emit)
        for (const slot of operation.slots) {
          const { bits, code } = slotBits(
            moments.base(then),
            slot,
            this.#own(scope),
            generation.layout,
          )
          moments.clear(then, bits, code, emit)
        }
        this.#go(operation.next, then, scope)
        break
      }
      case 'depart': {
        const then = moments.writable(moment, this.#flow.isQuiet(operation.next), emit)
        this.#go(operation.next, this.#move(then, this.#flat.points.length, scope), scope)
        break
      }
      case 'rest': {
        const then = moments.writable(moment, true, emit)
        const moved = this.#move(then, operation.point, scope)
        const kind = kinds.ofProcess(this.#flat, this.#own(scope).rank)
        appendSuccessor(moved, { actor: this.#actor(scope), kind }, moments, emit)
      }
    }
  }

  /** What is known when something of the moment is read. */
  #reading(moment: Moment, scope: Scope): { readonly moment: Readable; readonly scope: Scope } {
    const readable = this.#shop.moments.readable(moment, scope.emit)
    return { moment: readable, scope: { ...scope, moment: readable.address } }
  }

  #move(moment: Moment, point: number, scope: Scope): Moment {
    const { moments, generation } = this.#shop
    const { bits, width } = pointBits(moments.base(moment), this.#own(scope), generation.layout)
    return moments.move(moment, bits, width, point, scope.emit)
  }

  #own({ executing }: Scope): Instance {
    return { flat: this.#flat, rank: executing?.instance ?? i64(0) }
  }
}
