/** The growth of a search whose states are values of JavaScript, counted on what they mean. */

import { coding } from '../compiled/code.ts'
import { layout } from '../compiled/layout.ts'
import type { Program } from '../lower/program.ts'
import type { DecodedState } from '../system.ts'
import { bitsOf } from './bits.ts'
import type { Pause } from './count-distinct.ts'
import { measured } from './growth.ts'
import type { Counter, Growth } from './growth.ts'
import { sideOf } from './project.ts'

export interface DecodedQuestion extends Pick<Counter, 'states' | 'told'> {
  readonly program: Program
  readonly decoded: (state: number) => DecodedState
  readonly pause: Pause
}

/** What `countStored` counts, one text after the other. */
export function countDecoded(question: DecodedQuestion): Promise<Omit<Growth, 'complete'>> {
  const { program, states, decoded, pause, told } = question
  const places = { program, layout: layout(program, coding(program.threads)) }
  return measured(program, {
    states,
    async distinct(part, side) {
      const texts = new Set<string>()
      for (let number = 0; number < states; number++) {
        texts.add(sideOf(decoded(number), part, side, program))
        const stop = await pause()
        if (stop !== null) return stop
      }
      return texts.size
    },
    bits: (part) => bitsOf(part, places),
    told,
  })
}
