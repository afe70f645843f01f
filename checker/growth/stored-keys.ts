/** What is compared of packed states to count the values of a part, or what they have besides. */

import { unpack } from '../compiled/pack.ts'
import type { FlatProcess } from '../lower/program.ts'
import type { FlatState } from '../lower/state.ts'
import type { DecodedProcess, DecodedState } from '../system.ts'
import { controlExtents, instanceExtents, localsExtents, maskOf, variableExtents } from './bits.ts'
import type { Extent, Places } from './bits.ts'
import type { Keys } from './count-distinct.ts'
import { InstanceKeys } from './instance-keys.ts'
import { InstanceValues } from './instance-values.ts'
import type { Aspect } from './instance-values.ts'
import { MaskedKeys } from './masked-keys.ts'
import type { Packed } from './masked-keys.ts'
import type { Part } from './part.ts'
import type { Side } from './project.ts'

export interface Stored extends Places {
  readonly packed: Packed
  readonly decode: (state: FlatState) => DecodedState
}

/** The keys by part; what is learned of the processes on the way is kept for the next. */
export class StoredKeys {
  readonly #stored: Stored
  readonly #meanings = new Map<number, Meaning>()

  constructor(stored: Stored) {
    this.#stored = stored
  }

  /** What was learned takes so much memory, about. */
  get bytes(): number {
    const all = [...this.#meanings.values()].flatMap(({ instances }) => instances)
    return all.reduce((sum, { bytes }) => sum + bytes, 0)
  }

  /** Equal where the states have the same on this side of the part. */
  of(part: Part, side: Side): Keys {
    switch (part.kind) {
      case 'variable':
      case 'ghosts':
        return this.#masked(variableExtents(part, this.#stored), side)
      case 'process':
        return this.#masked(this.#instances(part.process).flat(), side)
      case 'instance':
        return this.#masked(this.#instances(part.process)[part.instance] ?? [], side)
      case 'control':
        return side === 'alone' || this.#stored.program.processes[part.process]?.slots.length === 0
          ? this.#masked(controlExtents(part, this.#stored), side)
          : this.#told({ part, side })
      case 'locals':
        return side === 'without'
          ? this.#masked(localsExtents(part, this.#stored), side)
          : this.#told({ part, side })
      case 'local':
        return this.#told({ part, side })
    }
  }

  /** Told by bits. */
  #masked(extents: readonly Extent[], side: Side): MaskedKeys {
    const { packed, layout } = this.#stored
    const mask = maskOf(extents, 2 * layout.words)
    return new MaskedKeys(packed, side === 'alone' ? mask : mask.map((word) => ~word))
  }

  /** Told by what bits mean where the process is. */
  #told(aspect: Aspect): Keys {
    const { process } = aspect.part
    const { instances, aspects } = this.#meaning(process)
    const others = this.#masked(this.#instances(process).flat(), 'without')
    return new InstanceKeys(
      aspect.side === 'without' ? others : null,
      instances,
      aspects.indexOf(textOf(aspect)),
    )
  }

  #meaning(process: number): Meaning {
    const known = this.#meanings.get(process)
    if (known !== undefined) return known
    const { packed, program, layout } = this.#stored
    const flat = program.processes[process]
    if (flat === undefined) throw new Error(`there is no process ${process}`)
    const aspects = aspectsOf(flat)
    const instances = this.#instances(process).map((extents, instance) => {
      const mask = maskOf(extents, 2 * layout.words)
      const decode = (state: number): DecodedProcess => this.#decoded(state, flat.first + instance)
      return new InstanceValues(packed, mask, aspects, decode)
    })
    const meaning = { instances, aspects: aspects.map(textOf) }
    this.#meanings.set(process, meaning)
    return meaning
  }

  #instances(process: number): readonly (readonly Extent[])[] {
    const { program, layout } = this.#stored
    const instances = program.processes[process]?.instances ?? 0
    return Array.from({ length: instances }, (_, at) => instanceExtents(process, at, layout))
  }

  #decoded(state: number, thread: number): DecodedProcess {
    const { packed, program, layout, decode } = this.#stored
    const from = state * packed.stride
    const halves = packed.words.slice(from, from + 2 * layout.words)
    const { processes } = decode(unpack(new BigUint64Array(halves.buffer), program, layout))
    const found = processes[thread]
    if (found === undefined) throw new Error(`there is no thread ${thread}`)
    return found
  }
}

/** What the bits of a process mean, by instance, and which aspects of that there are. */
interface Meaning {
  readonly instances: readonly InstanceValues[]
  readonly aspects: readonly string[]
}

function aspectsOf({ process: { id }, slots }: FlatProcess): readonly Aspect[] {
  const names = new Set(slots.map(({ name }) => name))
  return [
    { part: { kind: 'control', process: id }, side: 'without' },
    { part: { kind: 'locals', process: id }, side: 'alone' },
    ...[...names].flatMap((name): readonly Aspect[] => {
      const part = { kind: 'local', process: id, name } as const
      return [
        { part, side: 'alone' },
        { part, side: 'without' },
      ]
    }),
  ]
}

function textOf({ part, side }: Aspect): string {
  return part.kind === 'local' ? `${side} ${part.name}` : part.kind
}
