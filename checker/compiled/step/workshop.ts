/** What all generated functions of a program are written with. */

import type { Generation } from '../generation.ts'
import type { Compile } from '../scope.ts'
import type { CoveringCode } from './covering.ts'
import type { BlockingCode } from './blocking.ts'
import type { LookingCode } from './looking.ts'
import type { KindCode } from './kinds.ts'
import type { Moments } from './moment.ts'
import type { Notes } from './notes.ts'

export interface Workshop {
  readonly generation: Generation
  readonly moments: Moments
  readonly compile: Compile
  readonly notes: Notes
  readonly blocking: BlockingCode
  readonly looking: LookingCode
  readonly covering: CoveringCode
  readonly kinds: KindCode
}
