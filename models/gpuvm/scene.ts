/** What all functions of the model work on. */

import type { Objects } from './objects.ts'
import type { Rules } from './rules.ts'
import type { Change } from './variant.ts'

export interface Scene {
  readonly objects: Objects
  readonly change: Change
  readonly rules: Rules
}
