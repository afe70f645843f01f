/** Whether a state that was just expanded has a deadlock, as far as its steps say. */

import { i32 } from '../wat.ts'
import type { Wat } from '../wat.ts'
import { call, global } from './instructions.ts'
import type { Shape } from './shape.ts'

/** Nobody can go on, or, where that can be at all, somebody never again: an i32. */
export function isStuck({ blocks }: Shape): Wat {
  const nobody: Wat = ['i32.eqz', global('$enabled')]
  return blocks ? ['select', i32(1), call('$stuck'), nobody] : nobody
}
