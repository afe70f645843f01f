/** The assembler writes, byte for byte, what an assembler writes that others use, and refuses what it does not know. */

import { sample } from 'fast-check'
import { describe, expect, test } from 'vitest'
import compile from 'watr/compile'
import { assemble } from '../../../../checker/compiled/assemble/assemble.ts'
import { runtimeFields } from '../../../../checker/compiled/runtime/runtime.ts'
import { generate } from '../../../../checker/compiled/step/generate.ts'
import type { Wat } from '../../../../checker/compiled/wat.ts'
import { lower } from '../../../../checker/lower/lower.ts'
import { shmem } from '../../../../models/shmem/shmem.ts'
import type { Model } from '../../../../dsl/ir.ts'
import { models } from '../../../random/arbitrary.ts'

function fieldsOf(model: Model): readonly Wat[] {
  const { fields, shape } = generate(lower(model))
  return [...runtimeFields(shape), ...fields]
}

/** The package's own answer; it gives it no type. */
function expected(fields: readonly Wat[]): Uint8Array {
  return compile(['module', ...fields]) as Uint8Array
}

function func(...body: readonly Wat[]): readonly Wat[] {
  return [['func', '$f', ...body]]
}

describe('the binary', () => {
  test('of 40 random models is that of another assembler', () => {
    for (const model of sample(models(), { seed: 20_261_121, numRuns: 40 })) {
      const fields = fieldsOf(model)
      expect(Buffer.from(assemble(fields)).equals(Buffer.from(expected(fields)))).toBe(true)
    }
  })

  test('of a shmem model is that of another assembler', () => {
    const fields = fieldsOf(shmem.instantiate({}))
    expect(Buffer.from(assemble(fields)).equals(Buffer.from(expected(fields)))).toBe(true)
  })

  test.each([
    '0',
    '63',
    '64',
    '-64',
    '-65',
    '1073741823',
    '1073741824',
    '-1073741824',
    '-1073741825',
    '9223372036854775807',
    '-9223372036854775808',
  ])('has the constant %s as another assembler writes it', (value) => {
    const fields = func(['result', 'i64'], ['i64.const', value])
    expect(Buffer.from(assemble(fields)).equals(Buffer.from(expected(fields)))).toBe(true)
  })

  test('of another constant is another one', () => {
    const one = assemble(func(['result', 'i64'], ['i64.const', '1']))
    expect(
      Buffer.from(one).equals(Buffer.from(assemble(func(['result', 'i64'], ['i64.const', '2'])))),
    ).toBe(false)
  })
})

describe('refused is', () => {
  test.each<[string, readonly Wat[], string]>([
    ['an unknown instruction', func(['i64.sqrt', ['i64.const', '1']]), "no instruction 'i64.sqrt'"],
    ['an unknown local', func(['local.set', '$x', ['i64.const', '1']]), 'nothing is called $x'],
    ['an unknown function', func(['call', '$g']), 'nothing is called $g'],
    ['a jump out of no block', func(['br', '$done']), 'no block $done here'],
    ['a jump into a block', func(['block', '$done'], ['br', '$done']), 'no block $done here'],
    ['an unknown field', [['table', '$t', '1']], "no field 'table'"],
    [
      'a memory that is not shared',
      [['import', '"a"', '"b"', ['memory', 'i64', '1', '2']]],
      'shared',
    ],
    ['an unknown type', func(['param', '$v', 'v128']), 'v128 is no type'],
    ['a name in place of an instruction', func('$x'), "'$x' is no instruction"],
  ])('%s', (_, fields, message) => {
    expect(() => assemble(fields)).toThrow(message)
  })
})
