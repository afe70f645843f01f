/** One of two values, by a test: without a branch where both cost next to nothing. */

import { addressOf, bitsAt } from '../bits.ts'
import type { Code } from '../code.ts'
import { asBits, asNumber, asTest, number, test as ofTest } from '../operand.ts'
import type { Operand } from '../operand.ts'
import type { Scope } from '../scope.ts'
import { constant, get, set, when } from '../wat.ts'
import type { NumberType, Wat } from '../wat.ts'
import { conjunction, disjunction, negation } from './logic.ts'

/** So many instructions are rather executed for nothing than jumped over. */
const quick = 24
/** What one instruction counts for that takes longer. */
const slow = 16
const slowOnes: ReadonlySet<Wat | undefined> = new Set([
  'call',
  'i64.div_s',
  'i64.div_u',
  'i64.rem_s',
  'i64.rem_u',
])

/**
 * The value of the one or the other, which are written by the two functions. Only the chosen one is executed, with its faults;
 * `eager` says that both may be executed where neither can fault.
 */
export function choose(
  test: Wat,
  code: Code,
  then: () => Operand,
  otherwise: () => Operand,
  scope: Scope,
  eager = true,
): Operand {
  const known = constant(test)
  if (known !== null) return known === 1n ? then() : otherwise()
  const { emit } = scope
  const form = formOf(code, scope)
  const first = written(() => form.value(then()), scope)
  const second = written(() => form.value(otherwise()), scope)
  const pushed = [...first.pushed, ...second.pushed]
  if (eager && isQuick([...pushed, first.value, second.value]) && pushed.every(isComputation)) {
    emit.do(...pushed)
    return form.operand(selected(test, first.value, second.value, form.type))
  }
  if (pushed.length === 0) {
    const either: Wat = [
      'if',
      ['result', form.type],
      test,
      ['then', first.value],
      ['else', second.value],
    ]
    return form.operand(code.narrow ? either : emit.hold(either, 'chosen'))
  }
  const chosen = emit.local(form.type, 'chosen')
  emit.do(
    when(
      test,
      [...first.pushed, set(chosen, first.value)],
      [...second.pushed, set(chosen, second.value)],
    ),
  )
  return form.operand(get(chosen))
}

/** How a value of the code goes through one local. */
interface Form {
  readonly type: NumberType
  readonly value: (operand: Operand) => Wat
  readonly operand: (value: Wat) => Operand
}

function formOf(code: Code, scope: Scope): Form {
  if (code.sort.kind === 'bool') {
    return { type: 'i32', value: (operand) => asTest(operand, scope), operand: ofTest }
  }
  if (code.narrow) {
    return { type: 'i64', value: (operand) => asNumber(operand, code, scope), operand: number }
  }
  return {
    type: 'i64',
    value: (operand) => addressOf(asBits(operand, code, scope)),
    operand: (address) => ({ form: 'bits', bits: bitsAt(address, code.width) }),
  }
}

function written(
  value: () => Wat,
  { emit }: Scope,
): { readonly pushed: readonly Wat[]; readonly value: Wat } {
  const values: Wat[] = []
  const pushed = emit.capture(() => values.push(value()))
  const [only] = values
  if (only === undefined) throw new Error('nothing was written')
  return { pushed, value: only }
}

function selected(test: Wat, first: Wat, second: Wat, type: NumberType): Wat {
  if (type === 'i32') {
    const [a, b] = [constant(first), constant(second)]
    if (a === 1n) return disjunction(test, second)
    if (a === 0n) return conjunction(negation(test), second)
    if (b === 1n) return disjunction(negation(test), first)
    if (b === 0n) return conjunction(test, first)
  }
  return ['select', first, second, test]
}

/** It gives a local a value that nothing else can come out of. */
function isComputation(instruction: Wat): boolean {
  return instruction[0] === 'local.set'
}

function isQuick(instructions: readonly Wat[]): boolean {
  return instructions.reduce((sum, each) => sum + cost(each), 0) <= quick
}

function cost(wat: Wat): number {
  if (typeof wat === 'string') return 0
  const own = slowOnes.has(wat[0]) ? slow : 1
  return wat.reduce((sum: number, each) => sum + cost(each), own)
}
