/** Outcome records, which the expansion of a state appends at `$out`: a successor's words, the failure (0: none), the actor, the kind of the step. */

import type { Emitter } from '../emitter.ts'
import { outcomeBytes } from '../runtime/memory-map.ts'
import { add, constant, get, i32, i64, shiftLeft } from '../wat.ts'
import type { Wat } from '../wat.ts'
import type { Moment, Moments } from './moment.ts'

const out: Wat = ['global.get', '$out']

/** Who takes a step, and its kind where somebody asks for that: numbers, both i64. */
export interface Taking {
  readonly actor: Wat
  readonly kind: Wat | null
}

/** Appends the moment as a successor. */
export function appendSuccessor(
  moment: Moment,
  { actor, kind }: Taking,
  moments: Moments,
  emit: Emitter,
): void {
  const { word, address, atOut } = moment
  if (word !== null) emit.do(['i64.store', out, get(word)])
  else if (address !== null && !atOut) moments.copy(out, address, emit)
  emit.do(
    ending(moments.words, either(shiftLeft(actor, i64(32)), shiftLeft(kind ?? i64(0), i64(48)))),
    ['global.set', '$enabled', i32(1)],
    ...advanced(moments.words),
  )
}

/**
 * The function that appends the failure whose number is in `$failure`, in the name of an actor; `$isStep` is 0 where it is one
 * of the state itself.
 */
export function failedFunction(words: number): Wat {
  const failure: Wat = ['i64.extend_i32_u', ['global.get', '$failure']]
  return [
    'func',
    '$failed',
    ['param', '$actor', 'i64'],
    ['param', '$isStep', 'i32'],
    ending(words, ['i64.or', failure, shiftLeft(get('$actor'), i64(32))]),
    ['if', get('$isStep'), ['then', ['global.set', '$enabled', i32(1)]]],
    ...advanced(words),
  ]
}

/** What calls it. */
export function appendFailure(actor: Wat, ofState: boolean): Wat {
  return ['call', '$failed', actor, i32(ofState ? 0 : 1)]
}

/** The bits of both, which have none in common. */
function either(left: Wat, right: Wat): Wat {
  const [a, b] = [constant(left), constant(right)]
  if (b === 0n) return left
  return a !== null && b !== null ? i64(a | b) : ['i64.or', left, right]
}

/** The end of a record: the failure's number, below the actor's, below the kind's. */
function ending(words: number, value: Wat): Wat {
  return ['i64.store', `offset=${8 * words}`, out, value]
}

function advanced(words: number): readonly Wat[] {
  return [
    ['global.set', '$out', add(out, i64(outcomeBytes({ words })))],
    ['if', ['i64.ge_u', out, ['global.get', '$limit']], ['then', ['call', '$flush']]],
  ]
}
