/** Breadth-first exploration by levels in compiled code: what `checker/search.ts` says, with the states in shared memory. */

import type { Stop } from '../../exploration.ts'
import { rankCode } from '../runtime/judgement.ts'
import { mode, status } from '../runtime/memory-map.ts'
import type { Crew } from './crew.ts'
import { initialKind, initialWords } from './job.ts'
import type { Job, JobProgress } from './job.ts'
import { Levels } from './levels.ts'
import { isBefore, noNumber } from './search-memory.ts'
import type { SearchMemory, Wrong } from './search-memory.ts'
import { Table } from './table.ts'

/** Why it ended, and down to where every state was expanded. */
export interface SearchEnd {
  readonly stop: Stop
  readonly completeDepth: number
}

/** One search; what it has found is in the memory, and asked of this. */
export class LevelSearch {
  readonly levels: Levels
  readonly #job: Job
  readonly #memory: SearchMemory
  readonly #crew: Crew
  readonly #table: Table
  #wrongInitial: Wrong | null = null
  #depth = 0

  constructor(job: Job, memory: SearchMemory, crew: Crew) {
    this.#job = job
    this.#memory = memory
    this.#crew = crew
    this.#table = new Table(memory, memory.ground.mostSlots, 'refill')
    this.levels = new Levels(memory)
  }

  async run(): Promise<SearchEnd> {
    const { bounds } = this.#job
    this.#memory.setControl('deadlock', bounds.deadlock ? 1 : 0)
    if (bounds.sought != null) this.#memory.seek(bounds.sought)
    await this.#table.begin(this.#crew)
    const begun = await this.#begin()
    if (begun !== null) return this.#end(begun, -1)
    for (let depth = 0; ; depth++) {
      this.#depth = depth
      const states = this.levels.close()
      if (states === 0) return this.#end('complete', depth - 1)
      const known = this.#wrongDepth <= depth && !bounds.continue
      const bound = this.#bound(depth)
      // What is wrong in this level's states decides over what was found in them so far, whatever the bounds say.
      if (bound !== null && this.#wrongDepth !== depth) return this.#end(bound, depth - 1)
      const stopped = await this.#expandLevel(depth, states, !known && bound === null)
      if (stopped !== null) return this.#end(stopped, depth - 1)
      if (known) return this.#end('wrong', depth - 1)
      if (bound !== null) return this.#end(bound, depth - 1)
      if (this.#wrongDepth <= depth && !bounds.continue) return this.#end('wrong', depth)
    }
  }

  get progress(): JobProgress {
    const states = this.#memory.size
    return {
      states,
      generated: this.generated,
      depth: this.#depth,
      queue: states - this.#memory.total('expanded'),
      bytes: this.arenaBytes + this.tableBytes,
    }
  }

  get generated(): number {
    return this.#memory.total('generated')
  }

  /** Makes all states, when they are found, records side by side that the table has with their numbers. False: the crew had to stop. */
  async number(): Promise<boolean> {
    this.#memory.join()
    this.#memory.setControl('ambiguous', 0)
    const numbered = await this.#table.number(this.#crew)
    this.#memory.setControl('mode', mode.graph)
    return numbered
  }

  get frontier(): number {
    const outside = this.#memory.outside.reduce((sum, count) => sum + count, 0)
    return this.#memory.size - outside - this.#memory.total('inside')
  }

  get wrong(): Wrong | null {
    const wrong = this.#memory.wrong
    const initial = this.#wrongInitial
    if (wrong === null || initial === null) return wrong ?? initial
    return isBefore(wrong, initial) ? wrong : initial
  }

  get arenaBytes(): number {
    return this.#memory.recordAddress(this.#memory.size) - this.#memory.recordAddress(0)
  }

  get tableBytes(): number {
    return this.#table.bytes
  }

  get #wrongDepth(): number {
    return this.wrong?.depth ?? Infinity
  }

  /** Adds the initial states. */
  async #begin(): Promise<Stop | null> {
    const { initialKinds } = this.#job
    this.#memory.setControl('mode', mode.search)
    this.#memory.setControl('depth', -1)
    for (let position = 0; position < initialKinds.length; position++) {
      const kind = initialKinds[position]
      if (kind !== initialKind.state) {
        const code = rankCode(kind === initialKind.fault ? 'fault' : 'assertion')
        const wrong = { depth: 0, code, witness: noNumber }
        if (this.#wrongInitial === null || isBefore(wrong, this.#wrongInitial)) {
          this.#wrongInitial = wrong
        }
        continue
      }
      const words = initialWords(this.#job, position)
      for (;;) {
        this.#memory.putOutcome(0, words)
        const answer = this.#crew.instance.exports.seed(1)
        if (answer === status.done) break
        if (answer === status.full || !(await this.#grow())) return this.#crew.stopped ?? 'memory'
      }
    }
    return null
  }

  /** The bound that forbids to expand a level of this depth. */
  #bound(depth: number): 'states' | 'depth' | null {
    const { maxDepth, maxStates } = this.#job.bounds
    if (maxDepth !== null && depth >= maxDepth) return 'depth'
    if (maxStates !== null && this.#memory.size >= maxStates) return 'states'
    return null
  }

  /** Without `keep`, only for what is wrong in these states themselves. */
  async #expandLevel(depth: number, states: number, keep: boolean): Promise<Stop | null> {
    const alone = !(await this.#crew.shares(states))
    this.#memory.setControl('mode', keep ? mode.search : mode.scan)
    this.levels.open(depth)
    this.#memory.setTarget(0, alone ? this.#memory.roomiest('records') : 0)
    for (;;) {
      const answer = await this.#crew.run('advance', alone)
      if (answer === status.done) return null
      if (answer === status.grow && (await this.#grow())) continue
      return this.#crew.stopped ?? 'memory'
    }
  }

  #grow(): Promise<boolean> {
    return this.#table.grow(this.#crew, this.#memory.size)
  }

  #end(stop: Stop, completeDepth: number): SearchEnd {
    this.levels.close()
    return { stop, completeDepth }
  }
}
