/** What a module is generated from and what it comes with: its layout, its constants, its scratch memory, its failures. */

import type { Site } from '../../dsl/site.ts'
import type { Program } from '../lower/program.ts'
import type { FaultKind } from '../system.ts'
import { coding } from './code.ts'
import type { Coding } from './code.ts'
import type { Layout } from './layout.ts'
import { constantsAddress } from './runtime/memory-map.ts'
import { add, i64 } from './wat.ts'
import type { Wat } from './wat.ts'

/** What ends a step without a successor. */
export type ModuleFailure =
  /** `ofState`: a guard faulted, which is a fault of the state and no step from it. */
  | {
      readonly kind: 'fault'
      readonly fault: FaultKind
      readonly site: Site
      readonly ofState: boolean
    }
  | { readonly kind: 'assertion'; readonly message: string; readonly site: Site }

export class Generation {
  readonly program: Program
  readonly layout: Layout
  readonly code: Coding
  readonly #constants: bigint[] = []
  readonly #tables = new Map<string, number>()
  readonly #failures: ModuleFailure[] = []
  #scratch = 0

  constructor(program: Program, layout: Layout, code: Coding = coding(program.threads)) {
    this.program = program
    this.layout = layout
    this.code = code
  }

  /** The address of these words among the constants; equal ones are there once. */
  table(words: readonly bigint[]): number {
    const key = words.join()
    let at = this.#tables.get(key)
    if (at === undefined) {
      at = this.#constants.length
      for (const word of words) this.#constants.push(word)
      this.#tables.set(key, at)
    }
    return constantsAddress + 8 * at
  }

  get constants(): BigUint64Array {
    return BigUint64Array.from([...this.#constants, 0n])
  }

  /** The address of new words for what does not fit in a local; of each worker its own. */
  scratch(words: number): Wat {
    const at = this.#scratch
    this.#scratch += 8 * words
    return add(['global.get', '$scratch'], i64(at))
  }

  /** How much was given out, with a word behind it that a load of 8 bytes may reach into. */
  get scratchBytes(): number {
    return this.#scratch + 8
  }

  /** The number of the failure, from 1. */
  failure(failure: ModuleFailure): number {
    const found = this.#failures.findIndex((other) => isSame(other, failure))
    if (found !== -1) return found + 1
    return this.#failures.push(failure)
  }

  get failures(): readonly ModuleFailure[] {
    return this.#failures
  }
}

function isSame(left: ModuleFailure, right: ModuleFailure): boolean {
  if (left.site !== right.site) return false
  if (left.kind === 'assertion') return right.kind === 'assertion' && left.message === right.message
  return right.kind === 'fault' && left.fault === right.fault && left.ofState === right.ofState
}
