/** What is observed of lock order in the states that are expanded: bits in globals, and the search for a state that shows some of them. */

import { i32, i64, when } from '../wat.ts'
import type { Wat } from '../wat.ts'
import { global, load32, load64, setGlobal, store64 } from './instructions.ts'
import { areaOffsets, control, notedWords } from './memory-map.ts'
import type { Sizes } from './memory-map.ts'

/** The name of the global with the bits of 64 observations that were made. */
export function notedGlobal(word: number): string {
  return `$noted${word}`
}

/** The same for those of which one is sought. */
function soughtGlobal(word: number): string {
  return `$sought${word}`
}

function words<T>(sizes: Sizes, each: (word: number) => T): readonly T[] {
  return Array.from({ length: notedWords(sizes) }, (_, word) => each(word))
}

export function observingGlobals(sizes: Sizes): readonly Wat[] {
  return [
    ...words(sizes, (word): Wat => ['global', notedGlobal(word), ['mut', 'i64'], i64(0)]),
    ...words(sizes, (word): Wat => ['global', soughtGlobal(word), ['mut', 'i64'], i64(0)]),
    ['global', '$seeking', ['mut', 'i32'], i32(0)],
  ]
}

/** What the host may have changed. */
export function loadSought(sizes: Sizes): readonly Wat[] {
  const { sought } = areaOffsets(sizes)
  return [
    setGlobal('$seeking', load32(i64(control.seeking))),
    ...words(sizes, (word) =>
      setGlobal(soughtGlobal(word), load64(global('$area'), sought + 8 * word)),
    ),
  ]
}

/** For the host. */
export function saveNoted(sizes: Sizes): readonly Wat[] {
  const { noted } = areaOffsets(sizes)
  return words(sizes, (word) =>
    store64(global('$area'), noted + 8 * word, global(notedGlobal(word))),
  )
}

/** Before a state is expanded: where something is sought, nothing else is of interest, and each state is for itself. */
export function beforeLooking(sizes: Sizes): readonly Wat[] {
  if (notedWords(sizes) === 0) return []
  const others = words(sizes, (word) =>
    setGlobal(notedGlobal(word), ['i64.xor', global(soughtGlobal(word)), i64(-1)]),
  )
  return [when(global('$seeking'), others)]
}

/** After it was expanded: executes something where the state shows what is sought. */
export function whereSeen(sizes: Sizes, then: readonly Wat[]): readonly Wat[] {
  const seen = words(sizes, (word): Wat => [
    'i64.ne',
    ['i64.and', global(notedGlobal(word)), global(soughtGlobal(word))],
    i64(0),
  ])
  const [first, ...others] = seen
  if (first === undefined) return []
  const any = others.reduce<Wat>((either, one) => ['i32.or', either, one], first)
  return [when(['i32.and', global('$seeking'), any], then)]
}
