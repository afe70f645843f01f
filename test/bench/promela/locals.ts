/** The locals of a proctype: several slots in one variable where they never live together. */

import type { Expr, LocalId } from '../../../dsl/ir.ts'
import type { FlatProcess } from '../../../checker/lower/program.ts'
import type { FlatState } from '../../../checker/lower/state.ts'
import type { Vocabulary } from './expression.ts'
import { numberOf } from './initial.ts'
import { sharing, uncertain } from './lives.ts'
import type { Lives } from './lives.ts'
import type { Names } from './names.ts'
import type { Path } from './paths.ts'
import { Refusal } from './refusal.ts'
import { codes, declared, greatest } from './storage.ts'
import { assignments } from './writes.ts'
import type { Assignment } from './writes.ts'

export class Locals {
  readonly #flat: FlatProcess
  readonly #lives: Lives
  readonly #threads: number
  /** By variable, the slots that it holds. */
  readonly #holders = new Map<string, readonly number[]>()
  readonly #names = new Map<number, string>()

  /** Throws a `Refusal` for a local that is no scalar, or that may be dead where it may be live. */
  constructor(flat: FlatProcess, lives: Lives, threads: number, names: Names) {
    this.#flat = flat
    this.#lives = lives
    this.#threads = threads
    const unclear = uncertain(lives)
    if (unclear !== null) {
      const { name } = this.#slot(unclear)
      throw new Refusal(flat.process.site, `a local ('${name}') that may or may not be live`)
    }
    for (const group of sharing(lives, flat.slots.length)) {
      const [first = 0] = group
      const name = names.fresh(this.#slot(first).name)
      this.#holders.set(name, group)
      for (const slot of group) this.#names.set(slot, name)
    }
  }

  /** The variable that holds a slot. */
  held(slot: number): string {
    const name = this.#names.get(slot)
    if (name === undefined) throw new Error('a local is read that lives nowhere')
    return name
  }

  /** Throws a `Refusal` where instances begin differently. */
  declarations({ slots }: FlatState): readonly string[] {
    const { first, instances, process } = this.#flat
    return [...this.#holders].map(([name, group]) => {
      const most = group.map((slot) => {
        const { sort } = this.#slot(slot)
        if (codes(sort, this.#threads) === null)
          throw new Refusal(process.site, `a local '${sort.kind}'`)
        return greatest(sort, this.#threads, process.site)
      })
      const starts = slots.slice(first, first + instances).map((own) => this.#initial(group, own))
      const [start = 0] = starts
      if (starts.some((other) => other !== start)) {
        throw new Refusal(process.site, 'a process whose instances begin with different locals')
      }
      const holds = group.map((slot) => this.#slot(slot).name).join(', ')
      const value = start === 0 ? '' : ` = ${start}`
      return `${declared(name, Math.max(...most), null)}${value}; /* ${holds} */`
    })
  }

  /** What a path from this point does to the locals. A variable in which nothing lives is 0. */
  writes(path: Path, point: number, words: Vocabulary): readonly Assignment[] {
    return [...this.#holders].flatMap(([name, group]) => {
      const before = this.#livingAt(group, point)
      const behind = this.#livingAt(group, path.target)
      const value = behind === undefined ? undefined : path.slots.get(behind)
      if (behind !== undefined && value != null) {
        const { sort } = this.#slot(behind)
        // In a flat program a local is known by the number of its slot.
        const place: Expr = { kind: 'local', local: behind as LocalId, sort, site: value.site }
        return assignments(place, value, words)
      }
      const untouched = behind !== undefined && behind === before && value === undefined
      if (before === undefined || untouched) return []
      return [{ name, target: name, value: '0' }]
    })
  }

  #livingAt(group: readonly number[], point: number | null): number | undefined {
    return point === null ? undefined : group.find((slot) => this.#lives.live[point]?.has(slot))
  }

  #initial(group: readonly number[], own: FlatState['slots'][number]): number {
    const slot = group.find((each) => own[each] !== null)
    const datum = slot === undefined ? undefined : own[slot]
    if (slot === undefined || datum == null) return 0
    return numberOf(this.#slot(slot).sort, datum, this.#threads)
  }

  #slot(slot: number): FlatProcess['slots'][number] {
    const found = this.#flat.slots[slot]
    if (found === undefined) throw new Error('there is no such slot')
    return found
  }
}
