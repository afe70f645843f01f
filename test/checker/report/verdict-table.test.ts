/** Tables of verdicts: which rows make a cross table, which a list, and what each is called. */

import { describe, expect, test } from 'vitest'
import type { CaseResult } from '../../../checker/case-result.ts'
import { modelTables } from '../../../checker/report/verdict-table.ts'
import type { CheckedRow } from '../../../checker/report/verdict-table.ts'
import { caseResult } from '../reports.ts'

const defaults = { convention: 'universal', scenario: 'importers', each: 1, assertions: true }

function row(given: CaseResult['parameters'], parts: Partial<CaseResult> = {}): CheckedRow {
  const result = caseResult({ parameters: { ...defaults, ...given }, ...parts })
  return { result, defaults, command: null }
}

/** Each line with its name, and a mark for each cell in which there is a row. */
function drawn(rows: readonly CheckedRow[]) {
  return modelTables(rows).flatMap(({ tables }) =>
    tables.map(({ corner, columns, lines }) => [
      [corner, ...columns],
      ...lines.map(({ name, cells }) => [name, ...cells.map((cell) => (cell ? 'x' : '-'))]),
    ]),
  )
}

const crossed = [
  row({}),
  row({ scenario: 'pin' }),
  row({ scenario: 'mmap' }),
  row({ convention: 'interim' }),
  row({ convention: 'interim', scenario: 'pin' }),
]

describe('a cross table', () => {
  test('has the parameter with more values down, and the other one across', () => {
    expect(drawn(crossed)).toEqual([
      [
        ['scenario / convention', 'universal', 'interim'],
        ['importers', 'x', 'x'],
        ['pin', 'x', 'x'],
        ['mmap', 'x', '-'],
      ],
    ])
  })

  test('leaves rows to a list in which a third parameter differs from its default', () => {
    const [, list] = drawn([...crossed, row({ convention: 'interim', assertions: false })])
    expect(list).toEqual([
      ['convention, scenario', 'verdict'],
      ['interim, importers, assertions=false', 'x'],
    ])
  })

  test('leaves the second row of one cell to a list', () => {
    const [, list] = drawn([...crossed, row({ scenario: 'pin' })])
    expect(list?.slice(1)).toEqual([['universal, pin', 'x']])
  })

  test('leaves rows to a list that the spec gives a name', () => {
    const [, list] = drawn([...crossed, row({}, { scenario: 'without deadlocks' })])
    expect(list?.slice(1)).toEqual([['without deadlocks', 'x']])
  })

  test('is not made where it would be mostly empty', () => {
    const diagonal = ['a', 'b', 'c', 'd', 'e'].map((convention) =>
      row({ convention, scenario: `of ${convention}` }),
    )
    expect(drawn(diagonal).map(([header]) => header)).toEqual([['convention, scenario', 'verdict']])
  })

  test('is not made of more columns than a page has room for', () => {
    const values = [1, 2, 3, 4, 5, 6, 7].map((value) => `${value}`)
    const full = values.flatMap((convention) =>
      values.map((scenario) => row({ convention, scenario })),
    )
    expect(drawn(full).map(([header]) => header)).toEqual([['convention, scenario', 'verdict']])
  })
})

describe('a list', () => {
  test('goes by the values of the only parameter that differs', () => {
    expect(drawn([row({}), row({ convention: 'interim' })])).toEqual([
      [
        ['convention', 'verdict'],
        ['universal', 'x'],
        ['interim', 'x'],
      ],
    ])
  })

  test('says of numbers and truth values what they are of', () => {
    const [list] = drawn([row({}), row({ each: 2 })])
    expect(list?.slice(1)).toEqual([
      ['each=1', 'x'],
      ['each=2', 'x'],
    ])
  })

  test('of one row without parameters says that it has the defaults', () => {
    expect(drawn([row({})])).toEqual([
      [
        ['parameters', 'verdict'],
        ['defaults', 'x'],
      ],
    ])
  })
})

test('each model has tables of its own, wherever its rows are in the suite', () => {
  const rows = [row({}), row({}, { model: 'other' }), row({ scenario: 'pin' })]
  expect(modelTables(rows).map(({ model, rows: of }) => [model, of.length])).toEqual([
    ['toy', 2],
    ['other', 1],
  ])
})
