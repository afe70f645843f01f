/** The kind of a step, for fairness: known where its transition begins, or where it takes its statement, and written where it ends. */

import type { FlatProcess } from '../../lower/program.ts'
import { waysOf } from '../../lower/ways.ts'
import { readBits } from '../bits.ts'
import type { Emitter } from '../emitter.ts'
import type { Generation } from '../generation.ts'
import type { KindNumbers, ProcessKinds } from '../kind-numbers.ts'
import { pointBits } from '../state-bits.ts'
import { add, get, i64, multiply, set } from '../wat.ts'
import type { Wat } from '../wat.ts'
import type { Station } from './flow.ts'

/** Where the class of a process's steps is decided. */
type Decided =
  /** There is one class. */
  | { readonly by: 'process' }
  /** By control point and transition: `$kind` is set when the transition begins. */
  | { readonly by: 'transition' }
  /** By the statement too: when the transition begins, `$origin` is where the classes of its statements are. */
  | { readonly by: 'statement' }

export class KindCode {
  readonly #generation: Generation
  /** Null: nobody asks for kinds. */
  readonly #numbers: KindNumbers | null
  readonly #decided = new Map<FlatProcess, Decided>()

  constructor(generation: Generation, numbers: KindNumbers | null) {
    this.#generation = generation
    this.#numbers = numbers
  }

  /** Where a transition of an instance begins, from one of the station's points in the state at this address. */
  begin(
    flat: FlatProcess,
    { points }: Station,
    transition: number,
    address: Wat,
    rank: Wat,
    emit: Emitter,
  ): void {
    const kinds = this.#numbers?.processes[flat.process.id]
    if (kinds === undefined) return
    const statements = statementsOf(flat, points[0] ?? -1, transition)
    switch (this.#decide(flat, kinds).by) {
      case 'process':
        break
      case 'transition': {
        const [statement = -1] = statements
        const classes = points.map((point) => kinds.classOf(point, transition, statement))
        emit.do(['global.set', '$kind', this.#byPoint(flat, points, classes, address, rank, emit)])
        break
      }
      case 'statement': {
        const tables = points.map((point) =>
          this.#generation.table(
            flat.statements.map((_, statement) =>
              BigInt(
                statements.includes(statement) ? kinds.classOf(point, transition, statement) : 0,
              ),
            ),
          ),
        )
        const table = this.#byPoint(flat, points, tables, address, rank, emit)
        emit.do(['global.set', '$origin', table])
      }
    }
  }

  /** Where a transition becomes the step of a statement. */
  take(flat: FlatProcess, statement: number, emit: Emitter): void {
    const kinds = this.#numbers?.processes[flat.process.id]
    if (kinds === undefined || this.#decide(flat, kinds).by !== 'statement') return
    const at: Wat = ['i64.load', `offset=${8 * statement}`, ['global.get', '$origin']]
    emit.do(['global.set', '$kind', at])
  }

  /** The number of the kind where the step of an instance ends; null where nobody asks. */
  ofProcess(flat: FlatProcess, rank: Wat): Wat | null {
    const kinds = this.#numbers?.processes[flat.process.id]
    if (kinds === undefined) return null
    const { first, classes } = kinds
    const least = add(multiply(rank, i64(classes)), i64(first))
    return this.#decide(flat, kinds).by === 'process' ? least : add(least, ['global.get', '$kind'])
  }

  /**
   * The same for an action with this position. `counted`: its combinations have kinds of their own, and this is to be executed at each
   * of them, in order.
   */
  ofAction(
    action: number,
    emit: Emitter,
  ): { readonly kind: Wat | null; readonly counted: readonly Wat[] } {
    const kinds = this.#numbers?.actions[action]
    if (kinds === undefined) return { kind: null, counted: [] }
    if (!kinds.each) return { kind: i64(kinds.first), counted: [] }
    const local = emit.local('i64', 'combination')
    emit.do(set(local, i64(kinds.first - 1)))
    return { kind: get(local), counted: [set(local, add(get(local), i64(1)))] }
  }

  #decide(flat: FlatProcess, kinds: ProcessKinds): Decided {
    const known = this.#decided.get(flat)
    if (known !== undefined) return known
    const decided = decide(flat, kinds)
    this.#decided.set(flat, decided)
    return decided
  }

  /** Of these numbers the one of the point at which the instance rests. */
  #byPoint(
    flat: FlatProcess,
    points: readonly number[],
    numbers: readonly number[],
    address: Wat,
    rank: Wat,
    emit: Emitter,
  ): Wat {
    const [first = 0] = numbers
    if (numbers.every((number) => number === first)) return i64(first)
    const table = this.#generation.table(
      flat.points.map((_, point) => BigInt(numbers[points.indexOf(point)] ?? 0)),
    )
    const { bits, width } = pointBits(address, { flat, rank }, this.#generation.layout)
    const point = readBits(bits, width, emit)
    return ['i64.load', `offset=${table}`, ['i64.shl', point, i64(3)]]
  }
}

function decide(flat: FlatProcess, { classes, classOf }: ProcessKinds): Decided {
  if (classes <= 1) return { by: 'process' }
  const isOne = flat.points.every(({ transitions }, point) =>
    transitions.every((_, transition) => {
      const found = statementsOf(flat, point, transition).map((statement) =>
        classOf(point, transition, statement),
      )
      return new Set(found).size <= 1
    }),
  )
  return { by: isOne ? 'transition' : 'statement' }
}

/** Of which the transition of a point can be the step. */
function statementsOf(flat: FlatProcess, point: number, transition: number): readonly number[] {
  const found = flat.points[point]?.transitions[transition]
  return found === undefined ? [] : waysOf(flat, found).map(({ statement }) => statement)
}
