/** What is asked of a state and of a step by what the model declares: properties, constraints, ends. */

import type { Expr, Property } from '../../../dsl/ir.ts'
import { stayingPoints } from '../../lower/staying.ts'
import { readBits } from '../bits.ts'
import { Emitter } from '../emitter.ts'
import { asTest } from '../operand.ts'
import { rankCode } from '../runtime/judgement.ts'
import { reachedGlobal } from '../runtime/state.ts'
import type { Scope } from '../scope.ts'
import { pointBits } from '../state-bits.ts'
import { get, i32, i64, set, when } from '../wat.ts'
import type { Wat } from '../wat.ts'
import { attempt } from './attempt.ts'
import { forInstances } from './instances.ts'
import type { Workshop } from './workshop.ts'

const moment: Wat = ['param', '$moment', 'i64']
const answer: Wat = ['result', 'i32']

/** One more than the rank code: the answer to what is wrong; 0 is nothing. */
type Answer = number
const faulted: Answer = rankCode('fault') + 1

/** `$judge`: the least wrong of a state, which may be an initial one, by its properties and constraints, and by tests that can fault. Notes witnesses. */
export function judgeFunction(shop: Workshop, faulting: readonly Expr[]): Wat {
  const { properties, constraints } = shop.generation.program.model
  const judging = new Judging(shop, get('$moment'), null)
  const { emit } = judging
  const reachable = properties.filter(({ kind }) => kind === 'reachable')
  for (const [declared, property] of properties.entries()) {
    if (property.kind === 'step') continue
    emit.do(...shop.notes.asked(property.kind, property))
    if (property.kind === 'reachable') judging.witness(property, reachable.indexOf(property))
    else if (property.kind === 'rule')
      judging.property(property, rankCode('fault', declared + 1) + 1)
    else if (property.kind === 'initial') {
      const asked = emit.capture(() =>
        judging.property(property, rankCode('invariant', declared) + 1),
      )
      emit.do(when(get('$initial'), asked))
    } else judging.property(property, rankCode('invariant', declared) + 1)
  }
  for (const test of faulting) judging.ask(test, () => {})
  judging.sight(false)
  const outside = emit.label('outside')
  const inOrder = emit.capture(() => {
    for (const constraint of constraints) {
      emit.do(...shop.notes.asked('constraint', constraint))
      judging.ask(constraint.expr, (holds) => emit.do(['br_if', outside, ['i32.eqz', holds]]))
    }
  })
  if (constraints.length > 0) emit.do(['block', outside, ...inOrder])
  emit.do(judging.wrong)
  return emit.function('$judge', [moment, ['param', '$initial', 'i32'], answer])
}

/** `$outside`: one more than the position of the first constraint that is false; 0 where none is. */
export function outsideFunction(shop: Workshop): Wat {
  const judging = new Judging(shop, get('$moment'), null)
  const { emit } = judging
  for (const [position, constraint] of shop.generation.program.model.constraints.entries()) {
    emit.do(...shop.notes.asked('constraint', constraint))
    judging.ask(constraint.expr, (holds) =>
      emit.do(when(['i32.eqz', holds], [['return', i32(position + 1)]])),
    )
  }
  emit.do(i32(0))
  return emit.function('$outside', [moment, answer])
}

/** `$judgeStep`: the least wrong of a step by the step properties, and by tests that can fault. */
export function judgeStepFunction(shop: Workshop, faulting: readonly Expr[]): Wat {
  const judging = new Judging(shop, get('$before'), get('$after'))
  for (const [declared, property] of shop.generation.program.model.properties.entries()) {
    if (property.kind !== 'step') continue
    judging.emit.do(...shop.notes.asked('step', property))
    judging.property(property, rankCode('step', declared) + 1)
  }
  for (const test of faulting) judging.ask(test, () => {})
  judging.sight(true)
  judging.emit.do(judging.wrong)
  const parameters: readonly Wat[] = [
    ['param', '$before', 'i64'],
    ['param', '$after', 'i64'],
  ]
  return judging.emit.function('$judgeStep', [...parameters, answer])
}

/** `$end`: what is wrong with a standstill in the state; 0 where it is a legitimate end. */
export function endFunction(shop: Workshop): Wat {
  const judging = new Judging(shop, get('$moment'), null)
  const { emit } = judging
  emit.do(when(['call', '$settled', get('$moment')], [['return', i32(0)]]))
  for (const end of shop.generation.program.model.ends) {
    emit.do(...shop.notes.asked('end', end))
    judging.ask(end.expr, (holds) => emit.do(when(holds, [['return', i32(0)]])), [
      ['return', i32(faulted)],
    ])
  }
  emit.do(i32(rankCode('deadlock') + 1))
  return emit.function('$end', [moment, answer])
}

/** `$settled`: whether there are processes, and each may stay where it is. */
export function settledFunction({ generation }: Workshop): Wat {
  const emit = new Emitter()
  const { threads, processes } = generation.program
  if (threads === 0) emit.do(['return', i32(0)])
  for (const flat of processes) {
    const staying = stayingPoints(flat, generation.program.model)
    if (staying.every(Boolean)) continue
    forInstances(flat, 1, emit, (rank) => {
      const { bits, width } = pointBits(get('$moment'), { flat, rank }, generation.layout)
      const point = emit.hold(readBits(bits, width, emit), 'point')
      emit.do(when(['i32.eqz', isOneOf(point, staying)], [['return', i32(0)]]))
    })
  }
  emit.do(i32(1))
  return emit.function('$settled', [moment, answer])
}

/** Whether it is a number for which this holds. */
function isOneOf(point: Wat, holds: readonly boolean[]): Wat {
  const numbers = [...holds.entries()].flatMap(([number, yes]) => (yes ? [number] : []))
  return numbers
    .map((number): Wat => ['i64.eq', point, i64(number)])
    .reduce<Wat>((either, one, i) => (i === 0 ? one : ['i32.or', either, one]), i32(0))
}

/** A function that asks one question after the other. */
class Judging {
  readonly emit = new Emitter()
  readonly #open: Omit<Scope, 'exit'>
  readonly #compile: Workshop['compile']
  readonly #covering: Workshop['covering']
  readonly #wrong: string

  constructor({ generation, compile, covering }: Workshop, address: Wat, after: Wat | null) {
    const { emit } = this
    this.#open = { generation, emit, moment: address, after, executing: null, bound: new Map() }
    this.#compile = compile
    this.#covering = covering
    this.#wrong = emit.local('i32', 'wrong')
  }

  /** The least that was wrong so far. */
  get wrong(): Wat {
    return get(this.#wrong)
  }

  /** Goes on with the answer; `onFault` is done where there is none. */
  ask(
    expr: Expr,
    write: (holds: Wat) => void,
    onFault: readonly Wat[] = [set(this.#wrong, i32(faulted))],
  ): void {
    attempt(this.emit, onFault, (label) => {
      const scope: Scope = { ...this.#open, exit: { label, ofState: true } }
      write(asTest(this.#compile(expr, scope), scope))
    })
  }

  /** The least that is violated counts. */
  property({ kind, expr }: Property, violated: Answer): void {
    this.ask(expr, (holds) => {
      const isWrong: Wat = kind === 'never' ? holds : ['i32.eqz', holds]
      this.emit.do(
        when(isWrong, [
          set(this.#wrong, [
            'select',
            this.wrong,
            i32(violated),
            // What is 0 goes behind everything, and so becomes the largest.
            ['i32.lt_u', ['i32.sub', this.wrong, i32(1)], i32(violated - 1)],
          ]),
        ]),
      )
    })
  }

  /** Notes of which witnesses, of those that nobody has seen, this is one. A fault counts too: nothing is known then. */
  sight(ofStep: boolean): void {
    for (const { expr, isNew, note } of this.#covering.witnesses(ofStep)) {
      const asked = this.emit.capture(() =>
        this.ask(expr, (holds) => this.emit.do(when(holds, note)), note),
      )
      this.emit.do(when(isNew, asked))
    }
  }

  /** Sets the bit of a `reachable` property in a state that is a witness. */
  witness({ expr }: Property, position: number): void {
    const name = reachedGlobal(Math.floor(position / 64))
    const bit = 1n << BigInt(position % 64)
    this.ask(expr, (holds) => {
      const noted: Wat = ['global.set', name, ['i64.or', ['global.get', name], i64(bit)]]
      this.emit.do(when(holds, [noted]))
    })
  }
}
