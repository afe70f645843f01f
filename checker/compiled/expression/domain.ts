/** Going through the elements of a domain, in order. */

import type { Binder, Domain, Expr } from '../../../dsl/ir.ts'
import { addressOf, readWord } from '../bits.ts'
import { wordsFor } from '../code.ts'
import type { Code, CodeOf } from '../code.ts'
import { asBits, asCode, held } from '../operand.ts'
import type { Operand } from '../operand.ts'
import type { Compile, Scope } from '../scope.ts'
import { add, get, i64, set, shiftLeft, when } from '../wat.ts'
import type { Wat } from '../wat.ts'
import { equal } from './compare.ts'
import { formed, steady } from './expected.ts'
import { itemOf, lengthOf } from './list.ts'
import { counting, loop, unless } from './loop.ts'
import { ofKnownRank, ofRank, rankOf } from './rank.ts'
import { isWrittenOut } from './weight.ts'

/** An element in its round. */
export interface Visited {
  /** It stays as it is until the round ends. */
  readonly element: Operand
  /** Its rank among the values of its sort, an i64. */
  rank(): Wat
}

/** A round for each element; `leave` is the instruction that ends the loop. */
type Rounds = (round: (visited: Visited, leave: Wat) => void) => void

/** The elements of a domain that was evaluated. */
export interface Elements {
  /** That of each element. */
  readonly code: Code
  readonly each: Rounds
}

/** A round for each element of the domain, in order. The domain is evaluated once, before the first. */
export function forEach(
  domain: Domain,
  binder: Binder,
  scope: Scope,
  compile: Compile,
  body: (element: Operand, leave: Wat) => void,
): void {
  const { each } = elementsOf(domain, binder.name, scope, compile)
  each(({ element }, leave) => body(element, leave))
}

/** Evaluates the domain. `purpose` names what goes through it; the body, where one is given, decides whether its values are written out. */
export function elementsOf(
  domain: Domain,
  purpose: string,
  scope: Scope,
  compile: Compile,
  body: Expr | null = null,
): Elements {
  const { generation } = scope
  if (domain.kind === 'sort') {
    const code = generation.code(domain.sort)
    return { code, each: values(code, purpose, scope, body) }
  }
  const whole = generation.code(domain.of.sort)
  const operand = steady(compile(domain.of, scope), whole, purpose, scope)
  if (whole.form === 'set') {
    const each = whole.narrow ? members : wideMembers
    return { code: whole.of, each: each(operand, whole, purpose, scope) }
  }
  const list = formed(whole, 'list')
  return { code: list.of, each: items(operand, list, purpose, scope) }
}

/** All values of a sort; written out where that suits the body. */
export function values(
  code: Code,
  purpose: string,
  scope: Scope,
  body: Expr | null = null,
): Rounds {
  if (body !== null && isWrittenOut(code, body, scope.generation.code)) {
    return eachWrittenOut(code, purpose, scope)
  }
  return (round) =>
    counting(purpose, i64(0), i64(code.count), scope.emit, (rank, leave) =>
      round(ranked(rank, code, purpose, scope), leave),
    )
}

function eachWrittenOut(code: Code, purpose: string, scope: Scope): Rounds {
  const { emit } = scope
  return (round) => {
    const end = emit.label(`${purpose}.end`)
    const written = emit.capture(() => {
      for (let rank = 0n; rank < code.count; rank++) {
        round({ element: ofKnownRank(rank, code, scope), rank: () => i64(rank) }, ['br', end])
      }
    })
    emit.do(['block', end, ...written])
  }
}

function ranked(rank: Wat, code: Code, purpose: string, scope: Scope): Visited {
  return { element: held(ofRank(rank, code, scope), code, purpose, scope), rank: () => rank }
}

function members(operand: Operand, code: CodeOf<'set'>, purpose: string, scope: Scope): Rounds {
  const { emit } = scope
  return (round) => {
    const [rest, rank] = [emit.local('i64', `${purpose}.rest`), emit.local('i64', purpose)]
    emit.do(set(rest, asCode(operand, code, scope)))
    loop(purpose, emit, ({ again, end }) => {
      emit.do(['br_if', end, ['i64.eqz', get(rest)]], ...nextMember(rest, rank))
      round(ranked(get(rank), code.of, purpose, scope), ['br', end])
      emit.do(['br', again])
    })
  }
}

/** Takes the lowest bit out of what is left, which is not 0. */
function nextMember(rest: string, bit: string): readonly Wat[] {
  const without: Wat = ['i64.and', get(rest), ['i64.sub', get(rest), i64(1)]]
  return [set(bit, ['i64.ctz', get(rest)]), set(rest, without)]
}

function wideMembers(operand: Operand, code: CodeOf<'set'>, purpose: string, scope: Scope): Rounds {
  const { emit } = scope
  const last = wordsFor(code.width) - 1
  return (round) => {
    const bits = asBits(operand, code, scope)
    const word = emit.local('i64', `${purpose}.word`)
    const [rest, rank] = [emit.local('i64', `${purpose}.rest`), emit.local('i64', purpose)]
    const place = add(addressOf(bits), shiftLeft(get(word), i64(3)))
    emit.do(set(word, i64(0)), set(rest, readWord(bits, code.width, 0)))
    loop(purpose, emit, ({ again, end }) => {
      // The last word has bits above the set's.
      const next: Wat = [
        'if',
        ['result', 'i64'],
        ['i64.lt_u', get(word), i64(last)],
        ['then', ['i64.load', place]],
        ['else', readWord(bits, code.width, last)],
      ]
      const further = [
        set(word, add(get(word), i64(1))),
        ['br_if', end, ['i64.gt_u', get(word), i64(last)]],
        set(rest, next),
        ['br', again],
      ]
      emit.do(when(['i64.eqz', get(rest)], further), ...nextMember(rest, rank))
      emit.do(set(rank, add(get(rank), shiftLeft(get(word), i64(6)))))
      round(ranked(get(rank), code.of, purpose, scope), ['br', end])
      emit.do(['br', again])
    })
  }
}

/** Of a sequence each position; of a bag, where equal ones are neighbours, each distinct one once. */
function items(operand: Operand, code: CodeOf<'list'>, purpose: string, scope: Scope): Rounds {
  const { emit } = scope
  return (round) => {
    const length = lengthOf(operand, code, scope)
    counting(`${purpose}.at`, i64(0), length, emit, (at, leave) => {
      const element = held(itemOf(operand, code, at, scope), code.of, purpose, scope)
      const visit = (): void =>
        round({ element, rank: () => rankOf(element, code.of, scope) }, leave)
      if (code.sort.kind === 'sequence') {
        visit()
        return
      }
      const repeated = emit.local('i32', `${purpose}.repeated`)
      const again = emit.capture(() => {
        const before = itemOf(operand, code, ['i64.sub', at, i64(1)], scope)
        emit.do(set(repeated, equal(element, code.of, before, code.of, scope)))
      })
      emit.do(set(repeated, ['i32.const', '0']), when(['i64.ne', at, i64(0)], again))
      unless(get(repeated), emit, visit)
    })
  }
}
