/** Names for the files of rows. */

import { describe, expect, test } from 'vitest'
import { rowNames } from '../../../checker/cli/row-names.ts'
import type { NamedRow } from '../../../checker/cli/row-names.ts'
import { check, holds, int, model } from '../../../dsl/index.ts'

interface Told {
  readonly suite?: string
  readonly name?: string
  readonly n?: number
  readonly scenario?: string
}

function row({ suite = 'locks', name = 'abba', n, scenario }: Told): NamedRow {
  const template = model(name, { n: int(-9, 9).default(0) }, () => undefined)
  const options = scenario === undefined ? {} : { scenario }
  return { suite, one: check(template, n === undefined ? {} : { n }, holds(), options) }
}

function nameOf(told: Told): string | undefined {
  return rowNames([row(told)])[0]
}

describe('the name of a row', () => {
  test('says suite, model, scenario and the parameters that the spec gives', () => {
    expect(nameOf({ n: -1, scenario: 'as before' })).toBe('locks/abba,as-before,n=-1')
    expect(nameOf({})).toBe('locks/abba')
  })

  test('does not depend on its neighbours', () => {
    const rows = [row({ n: 1 }), row({ n: 2 }), row({ suite: 'others', n: 2 })]
    expect(rowNames(rows)).toEqual(rows.flatMap((one) => rowNames([one])))
  })

  test('has a number where another row has it already, in large letters or small', () => {
    expect(rowNames([row({}), row({ name: 'ABBA' }), row({})])).toEqual([
      'locks/abba',
      'locks/ABBA~2',
      'locks/abba~3',
    ])
  })

  test.each<Told>([
    { suite: '../../etc', name: '/passwd' },
    { suite: '..', name: '.' },
    { suite: 'a:b*c?"d<e>f|g\\h', name: 'line\nfeed\u0000' },
    { suite: 'con', name: 'nul' },
    { suite: 'COM1.x', name: 'aux' },
    { suite: '', name: '' },
    { suite: '-rf', name: '~' },
    { suite: 'x'.repeat(999), name: '锁'.repeat(999) },
  ])('is safe on every system: %j', (told) => {
    const parts = nameOf(told)?.split('/') ?? []
    expect(parts.length).toBe(2)
    for (const part of parts) {
      expect(part).toMatch(/^[\p{L}\p{N}_=+][^/\\:*?"<>|\p{Cc} ]*$/u)
      expect(part).not.toMatch(/^(con|prn|aux|nul|com\d|lpt\d)([.,]|$)/i)
      expect(part).not.toMatch(/\.$/)
      expect(Buffer.byteLength(part)).toBeLessThan(140)
    }
  })

  test('tells long names apart that begin alike', () => {
    const [first, second] = rowNames(['a', 'b'].map((end) => row({ name: 'x'.repeat(200) + end })))
    expect(first?.slice(20)).toBe(second?.slice(20))
    expect(first).not.toBe(second)
  })
})
