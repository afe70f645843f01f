/** The memory of one search as the host sees it: where the parts are, and its numbers. */

import {
  areaOffsets,
  batchSizes,
  constantsAddress,
  control,
  mark,
  noRank,
  outcomeBytes,
  outcomeOffsets,
  reachedWords,
  recordBytes,
  region,
  regionLine,
  report,
} from '../runtime/memory-map.ts'
import type { Ground } from './ground.ts'

export class SearchMemory {
  readonly ground: Ground
  /** Of everything in front of the table. */
  readonly #u32: Uint32Array
  readonly #i32: Int32Array
  readonly #f64: Float64Array
  readonly #u64: BigUint64Array
  readonly #offsets: ReturnType<typeof areaOffsets>
  readonly #bytes: DataView

  constructor(ground: Ground) {
    const { buffer } = ground.memory
    this.ground = ground
    this.#u32 = new Uint32Array(buffer, 0, ground.table / 4)
    this.#i32 = new Int32Array(buffer, 0, ground.table / 4)
    this.#f64 = new Float64Array(buffer, 0, ground.table / 8)
    this.#u64 = new BigUint64Array(buffer, 0, ground.table / 8)
    this.#offsets = areaOffsets(ground.sizes)
    this.#bytes = new DataView(buffer)
  }

  /** Where the first worker puts the edges of a state of the graph. */
  get edges(): { targets: Uint32Array; kinds: Uint32Array; stepAtoms: Uint32Array } {
    const { targets, kinds, stepAtoms } = this.#offsets.inGraph
    const { capacity } = batchSizes(this.ground.sizes)
    const column = (offset: number) =>
      new Uint32Array(this.ground.memory.buffer, this.area(0) + offset, capacity)
    return { targets: column(targets), kinds: column(kinds), stepAtoms: column(stepAtoms) }
  }

  /** Makes the numbers of the records those from 0 on: moves those of all regions into the first. What refers to records by number is wrong then. */
  join(): void {
    const bytes = recordBytes(this.ground.sizes)
    let end = this.region(0, 'next')
    for (let number = 1; number < this.ground.workers; number++) {
      const first = this.firstRecord(number)
      const records = this.region(number, 'next') - first
      const most = Math.floor(mostMoved / bytes)
      for (let at = 0; at < records; at += most) {
        const moved = Math.min(most, records - at) * bytes
        const from = new Uint8Array(
          this.ground.memory.buffer,
          this.recordAddress(first + at),
          moved,
        )
        const to = new Uint8Array(this.ground.memory.buffer, this.recordAddress(end + at), moved)
        to.set(from)
      }
      end += records
      this.setRegion(number, 'next', first)
    }
    this.setRegion(0, 'next', end)
  }

  /** Makes everything in front of the table as it is at the beginning of a search. */
  reset(constants: Uint8Array): void {
    this.#u32.fill(0)
    new Uint8Array(this.ground.memory.buffer, constantsAddress, constants.length).set(constants)
    for (let worker = 0; worker < this.ground.workers; worker++) {
      const first = this.firstRecord(worker)
      this.setRegion(worker, 'next', first)
      this.setRegion(worker, 'limit', first + this.ground.regionRecords)
      const firstMark = this.firstMark(worker)
      for (const name of ['mark', 'unplaced'] as const) this.setRegion(worker, name, firstMark)
      this.setRegion(worker, 'markLimit', firstMark + this.ground.regionMarks)
      this.#u32[(this.area(worker) + report.region) / 4] = worker
      this.#u64[(this.area(worker) + report.rank) / 8] = noRank
    }
  }

  /** For `Atomics`: the signed numbers, of which one is at a quarter of its address. */
  get words(): Int32Array {
    return this.#i32
  }

  /** Tells everybody to return after the batch, or that nobody has to. */
  halt(now: boolean): void {
    Atomics.store(this.#i32, control.halt / 4, now ? 1 : 0)
  }

  get halted(): boolean {
    return Atomics.load(this.#i32, control.halt / 4) !== 0
  }

  /** What a thread's last command has ended with. */
  answer(worker: number): number {
    return this.#u32[(this.area(worker) + report.answer) / 4] ?? 0
  }

  setAnswer(worker: number, answer: number): void {
    this.#u32[(this.area(worker) + report.answer) / 4] = answer
  }

  control(name: keyof typeof control): number {
    return this.#u32[control[name] / 4] ?? 0
  }

  setControl(name: keyof typeof control, value: number): void {
    this.#u32[control[name] / 4] = value
  }

  region(number: number, name: keyof typeof region): number {
    return this.#u32[(regionLine(number) + region[name]) / 4] ?? 0
  }

  setRegion(number: number, name: keyof typeof region, value: number): void {
    this.#u32[(regionLine(number) + region[name]) / 4] = value
  }

  /** The number of a region's first record. */
  firstRecord(number: number): number {
    return number * this.ground.regionRecords
  }

  /** The number of a region's first mark. */
  firstMark(number: number): number {
    return number * this.ground.regionMarks
  }

  area(worker: number): number {
    return this.ground.areas + worker * this.#offsets.end
  }

  /** To which region the worker's new records and marks go. */
  setTarget(worker: number, target: number): void {
    this.#u32[(this.area(worker) + report.region) / 4] = target
  }

  total(name: 'generated' | 'expanded' | 'inside'): number {
    let sum = 0
    for (let worker = 0; worker < this.ground.workers; worker++) {
      sum += this.#f64[(this.area(worker) + report[name]) / 8] ?? 0
    }
    return sum
  }

  /** How many records there are. */
  get size(): number {
    let sum = 0
    for (let number = 0; number < this.ground.workers; number++) {
      sum += this.region(number, 'next') - this.firstRecord(number)
    }
    return sum
  }

  /** The region with room for the most new records, or marks. */
  roomiest(of: 'records' | 'marks'): number {
    const room = (number: number): number =>
      of === 'records'
        ? this.region(number, 'limit') - this.region(number, 'next')
        : this.region(number, 'markLimit') - this.region(number, 'mark')
    let roomiest = 0
    for (let number = 1; number < this.ground.workers; number++) {
      if (room(number) > room(roomiest)) roomiest = number
    }
    return roomiest
  }

  /** The least of what the workers know to be wrong. */
  get wrong(): Wrong | null {
    let least: Wrong | null = null
    for (let worker = 0; worker < this.ground.workers; worker++) {
      const wrong = this.#wrong(worker)
      if (wrong === null) continue
      if (least === null || isBefore(wrong, least)) least = wrong
    }
    return least
  }

  #wrong(worker: number): Wrong | null {
    const at = (this.area(worker) + report.rank) / 4
    const depth = this.#u32[at + 1] ?? 0
    if (depth === noDepth) return null
    const witness = this.#u32[(this.area(worker) + report.witness) / 4] ?? 0
    return { depth, code: this.#u32[at] ?? 0, witness }
  }

  /** By the position of the `reachable` property. */
  get reached(): readonly boolean[] {
    const { sizes, workers } = this.ground
    const words = Array.from({ length: reachedWords(sizes) }, (_, word) => {
      let bits = 0n
      for (let worker = 0; worker < workers; worker++) {
        bits |= this.#u64[(this.area(worker) + report.reached) / 8 + word] ?? 0n
      }
      return bits
    })
    return Array.from({ length: sizes.reachable }, (_, position) => {
      const word = words[Math.floor(position / 64)] ?? 0n
      return ((word >> BigInt(position % 64)) & 1n) === 1n
    })
  }

  /** The numbers of what was observed of lock order. */
  get noted(): readonly number[] {
    const { sizes, workers } = this.ground
    return Array.from({ length: sizes.noted }, (_, number) => number).filter((number) => {
      const at = this.#offsets.noted / 8 + Math.floor(number / 64)
      const isIn = (worker: number): boolean => {
        const word = this.#u64[this.area(worker) / 8 + at] ?? 0n
        return ((word >> BigInt(number % 64)) & 1n) === 1n
      }
      return Array.from({ length: workers }, (_worker, worker) => worker).some(isIn)
    })
  }

  /** Looks for a state in which one of these is observed, and for nothing else of lock order. */
  seek(numbers: readonly number[]): void {
    this.setControl('seeking', 1)
    for (let worker = 0; worker < this.ground.workers; worker++) {
      for (const number of numbers) {
        const at = (this.area(worker) + this.#offsets.sought) / 8 + Math.floor(number / 64)
        this.#u64[at] = (this.#u64[at] ?? 0n) | (1n << BigInt(number % 64))
      }
    }
  }

  /** By the position of the constraint. */
  get outside(): readonly number[] {
    return Array.from({ length: this.ground.sizes.constraints }, (_, position) => {
      let sum = 0
      for (let worker = 0; worker < this.ground.workers; worker++) {
        sum += this.#f64[(this.area(worker) + this.#offsets.outside) / 8 + position] ?? 0
      }
      return sum
    })
  }

  /** Makes so many counters 0, of all workers. */
  uncount(counters: number): void {
    for (let worker = 0; worker < this.ground.workers; worker++) {
      const first = (this.area(worker) + this.#offsets.covered) / 8
      this.#u64.fill(0n, first, first + counters)
    }
  }

  /** What was noted, or counted, in so many cells by all workers together. */
  covered(cells: number, exact: boolean): readonly number[] {
    return Array.from({ length: cells }, (_, cell) => {
      let sum = 0
      for (let worker = 0; worker < this.ground.workers; worker++) {
        const at = this.area(worker) + this.#offsets.covered
        sum += exact ? Number(this.#u64[at / 8 + cell] ?? 0n) : this.#bytes.getUint8(at + cell)
      }
      return exact ? sum : Math.min(1, sum)
    })
  }

  /** The address of the first worker's batch. */
  get batch(): number {
    return this.area(0) + this.#offsets.batch
  }

  /** Makes the words a state among the outcomes of the first worker's batch. */
  putOutcome(position: number, words: BigUint64Array): void {
    const at = this.batch / 8 + (position * outcomeBytes(this.ground.sizes)) / 8
    this.#u64.set(words, at)
    this.#u64[at + words.length] = 0n
  }

  /** The words at any address. */
  state(address: number): BigUint64Array {
    return BigUint64Array.from({ length: this.ground.sizes.words }, (_, word) =>
      this.#bytes.getBigUint64(address + 8 * word, true),
    )
  }

  outcome(address: number): { failure: number; actor: number } {
    const at = outcomeOffsets(this.ground.sizes)
    return {
      failure: this.#bytes.getInt32(address + at.failure, true),
      actor: this.#bytes.getUint16(address + at.actor, true),
    }
  }

  mark(address: number): Mark {
    return {
      number: this.#bytes.getUint32(address + mark.number, true),
      switches: this.#bytes.getUint32(address + mark.switches, true),
      isBest: (actor) =>
        (this.#bytes.getUint8(address + mark.actors + (actor >> 3)) & (1 << (actor & 7))) !== 0,
    }
  }

  recordAddress(number: number): number {
    return this.ground.arena + number * recordBytes(this.ground.sizes)
  }

  /** The number of the state's parent; of an initial one, `noNumber`. */
  parent(number: number): number {
    const address = this.recordAddress(number)
    return this.#bytes.getUint32(address + 8 * this.ground.sizes.words, true)
  }
}

/** What a sweep knows of a state. */
export interface Mark {
  readonly number: number
  /** The fewest context switches after the best next step. */
  readonly switches: number
  /** Whether the actor's next step is such a best one. */
  readonly isBest: (actor: number) => boolean
}

/** The depth and the rank code of what is wrong, and the number of the state in which, or in a step from which, it was seen. */
export interface Wrong {
  readonly depth: number
  readonly code: number
  readonly witness: number
}

export function isBefore(left: Wrong, right: Wrong): boolean {
  return left.depth < right.depth || (left.depth === right.depth && left.code < right.code)
}

/** In bytes, at a time. */
const mostMoved = 2 ** 24

const noDepth = 0xffff_ffff
export const noNumber = 0xffff_ffff
