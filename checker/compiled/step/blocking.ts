/**
 * Partial deadlocks as WebAssembly. While a state is expanded, each instance says at its station whether it goes on, and then what
 * it may write, or is blocked, and then it is listed. `$stuck` takes off the list whoever needs what others may write.
 */

import { blocking } from '../../lower/blocking.ts'
import type { Blocking, BlockingPlace } from '../../lower/blocking.ts'
import type { FlatProcess } from '../../lower/program.ts'
import { Emitter } from '../emitter.ts'
import type { Generation } from '../generation.ts'
import { add, constant, get, i32, i64, multiply, set, when } from '../wat.ts'
import type { Wat } from '../wat.ts'
import type { Station } from './flow.ts'

/** The bits below those of the cells: what an action may write, and whether a process goes on. */
const byAction = 1n
const goesOn = 2n
const reserved = 2n

const pointer = '$blocked'
const last: Wat = ['global.get', pointer]

/** What the expansion of a program's states notes of who is blocked. */
export class BlockingCode {
  readonly #known: Blocking | null
  readonly #generation: Generation
  readonly #words: number
  readonly #list: Wat

  constructor(generation: Generation) {
    const { program } = generation
    this.#known = blocking(program)
    this.#generation = generation
    this.#words = Math.ceil(((this.#known?.cells ?? 0) + Number(reserved)) / 64)
    this.#list = this.#known === null ? i64(0) : generation.scratch(program.threads)
  }

  /** Whether anybody can be stuck while others run on; otherwise nothing is noted, and there is no `$stuck`. */
  get isNeeded(): boolean {
    return this.#known !== null
  }

  /** The globals, and `$stuck`. */
  fields(): readonly Wat[] {
    if (this.#known === null) return []
    const names = [...this.#each((word) => written(word)), pointer]
    return [
      ...names.map((name): Wat => ['global', name, ['mut', 'i64'], i64(0)]),
      this.#stuckFunction(),
    ]
  }

  /** Before the first instance. */
  begin(): readonly Wat[] {
    if (this.#known === null) return []
    return [
      ...this.#each((word): Wat => {
        return ['global.set', written(word), i64(word === 0 ? byAction : 0)]
      }),
      ['global.set', pointer, this.#list],
    ]
  }

  /** After the last instance: from then on `$enabled` is about all of them. */
  end(): readonly Wat[] {
    if (this.#known === null) return []
    const goes: Wat = ['i64.and', ['global.get', written(0)], i64(goesOn)]
    return [['global.set', '$enabled', ['i64.ne', goes, i64(0)]]]
  }

  /**
   * Writes what an instance does at a station; `write` writes its steps, and what it is given goes before those of an instance
   * that is not paused.
   */
  station(
    flat: FlatProcess,
    { statement }: Station,
    rank: Wat,
    emit: Emitter,
    write: (running: readonly Wat[]) => void,
  ): void {
    if (this.#known === null || statement === null) {
      write([])
      return
    }
    const threads = this.#known.threads.slice(flat.first, flat.first + flat.instances)
    const places = threads.map(({ statements }) => statements[statement] ?? nobody)
    const paused = threads.map((thread) => thread.paused)
    const isPaused = flat.process.runs !== null
    const blocks = [...places.map(({ needs }) => needs), ...paused].some((needs) => needs !== null)
    if (!isPaused && places.every(({ free }) => free)) {
      write([])
      emit.do(...this.#write(places, rank, i64(goesOn)))
      return
    }
    emit.do(['global.set', '$enabled', i32(0)])
    if (!blocks) {
      write([])
      const went: Wat = ['i64.extend_i32_u', ['global.get', '$enabled']]
      emit.do(...this.#write(places, rank, ['i64.shl', went, i64(1)]))
      return
    }
    const row = (needs: readonly (bigint | null)[]): Wat =>
      this.#row(
        places.map(({ writes }, i) => [
          places[i]?.stays === true ? 1n : 0n,
          ...this.#split(needs[i] == null ? byAction : needs[i] << reserved),
          ...this.#split(writes << reserved),
        ]),
        rank,
      )
    let blocked = row(places.map(({ needs }) => needs))
    if (isPaused) {
      const entry = emit.local('i64', 'blocked')
      emit.do(set(entry, row(paused)))
      write([set(entry, blocked)])
      blocked = get(entry)
    } else write([])
    emit.do(
      when(['global.get', '$enabled'], this.#write(places, rank, i64(goesOn)), [
        ['i64.store', last, blocked],
        ['global.set', pointer, add(last, i64(8))],
      ]),
    )
  }

  /** Adds what the instance may write, and this. */
  #write(places: readonly BlockingPlace[], rank: Wat, more: Wat): readonly Wat[] {
    const rows = places.map(({ writes }) => this.#split(writes << reserved))
    return this.#each((word) => word).flatMap((word): Wat[] => {
      const masks = rows.map((row) => row[word] ?? 0n)
      const all = [...new Set(masks)]
      const [only = 0n] = all
      const own =
        all.length > 1
          ? ([
              'i64.load',
              this.#row(
                masks.map((mask) => [mask]),
                rank,
              ),
            ] satisfies Wat)
          : i64(only)
      const value = word === 0 ? either(own, more) : own
      if (constant(value) === 0n) return []
      return [['global.set', written(word), ['i64.or', ['global.get', written(word)], value]]]
    })
  }

  /** The address of the instance's row among constants. */
  #row(rows: readonly (readonly bigint[])[], rank: Wat): Wat {
    const known = constant(rank)
    if (known !== null) return i64(this.#generation.table(rows[Number(known)] ?? []))
    const bytes = 8 * (rows[0]?.length ?? 0)
    return add(multiply(rank, i64(bytes)), i64(this.#generation.table(rows.flat())))
  }

  #split(mask: bigint): readonly bigint[] {
    return this.#each((word) => BigInt.asUintN(64, mask >> BigInt(64 * word)))
  }

  #each<T>(make: (word: number) => T): readonly T[] {
    return Array.from({ length: this.#words }, (_, word) => make(word))
  }

  /** `$stuck`: whether somebody on the list, who may not stay, needs nothing that anybody may write who is not on it. */
  #stuckFunction(): Wat {
    const emit = new Emitter()
    const [at, entry, end] = [
      emit.local('i64', 'at'),
      emit.local('i64', 'entry'),
      emit.local('i64', 'end'),
    ]
    const masks = this.#each((word) => emit.local('i64', `written${word}`))
    const released = emit.local('i32', 'released')
    const part = (position: number): Wat => ['i64.load', `offset=${8 * position}`, get(entry)]
    const needed = masks
      .map((mask, word): Wat => ['i64.and', part(1 + word), get(mask)])
      .reduce((left, right): Wat => ['i64.or', left, right])
    const rest = (round: Wat): Wat => [
      'loop',
      '$entries',
      when(
        ['i64.lt_u', get(at), get(end)],
        [set(entry, ['i64.load', get(at)]), round, ['br', '$entries']],
      ),
    ]
    const next = set(at, add(get(at), i64(8)))
    emit.do(
      set(end, last),
      when(['i64.eq', get(end), this.#list], [['return', i32(0)]]),
      ...masks.map((mask, word) => set(mask, ['global.get', written(word)])),
      [
        'loop',
        '$round',
        set(released, i32(0)),
        set(at, this.#list),
        rest(
          when(
            ['i64.ne', needed, i64(0)],
            [
              ...masks.map((mask, word) =>
                set(mask, ['i64.or', get(mask), part(1 + this.#words + word)]),
              ),
              // The last takes its place.
              set(end, ['i64.sub', get(end), i64(8)]),
              ['i64.store', get(at), ['i64.load', get(end)]],
              set(released, i32(1)),
            ],
            [next],
          ),
        ),
        ['br_if', '$round', get(released)],
      ],
      set(at, this.#list),
      rest(when(['i64.eqz', part(0)], [['return', i32(1)]], [next])),
      i32(0),
    )
    return emit.function('$stuck', [['result', 'i32']])
  }
}

const nobody: BlockingPlace = { free: false, stays: true, needs: null, writes: 0n }

function written(word: number): string {
  return `$written${word}`
}

function either(left: Wat, right: Wat): Wat {
  const [a, b] = [constant(left), constant(right)]
  if (a !== null && b !== null) return i64(a | b)
  return a === 0n ? right : ['i64.or', left, right]
}
