/** A trace shows only what changed, down to the field or element. */

import { describe, expect, test } from 'vitest'
import type { LocalId, Model, ProcessId, Sort, VariableId } from '../../../dsl/ir.ts'
import { nowhere } from '../../../dsl/site.ts'
import { changesOf } from '../../../checker/report/changes.ts'
import type { DecodedProcess, DecodedState } from '../../../checker/system.ts'
import type { Value } from '../../../checker/value.ts'
import { model } from '../toy-system.ts'

const int = { kind: 'int', min: 0, max: 9 } as const
const slot = { kind: 'index', name: 'slot', size: 2 } as const
const importer = { kind: 'identity', name: 'importer', size: 2 } as const
const pair: Sort = {
  kind: 'record',
  fields: [
    { name: 'left', sort: int },
    { name: 'right', sort: { kind: 'optional', of: importer } },
  ],
}

function withVariable(sort: Sort): Model {
  const initial = { kind: 'any' } as const
  const variable = { id: 0 as VariableId, name: 'x', sort, ghost: false, initial, site: nowhere }
  return model({ variables: [variable] })
}

function holding(value: Value): DecodedState {
  return { variables: { x: value }, processes: [] }
}

describe('of a variable', () => {
  const message: Sort = { kind: 'record', fields: [{ name: 'n', sort: int }] }
  const cases: [string, Sort, Value, Value, readonly string[]][] = [
    ['that is as before', pair, { left: 1, right: null }, { left: 1, right: null }, []],
    ['old and new', int, 1, 2, ['x: 1 -> 2']],
    [
      'only the field',
      pair,
      { left: 1, right: null },
      { left: 1, right: { some: 1 } },
      ['x.right: none -> importer 1'],
    ],
    [
      'only the field of the element',
      { kind: 'array', index: slot, element: pair },
      [
        { left: 1, right: null },
        { left: 1, right: null },
      ],
      [
        { left: 1, right: null },
        { left: 2, right: null },
      ],
      ['x[slot 1].left: 1 -> 2'],
    ],
    [
      'what came into a set and what left it',
      { kind: 'set', of: message },
      [{ n: 1 }, { n: 2 }],
      [{ n: 2 }, { n: 3 }],
      ['x: - [n: 1]', 'x: + [n: 3]'],
    ],
    [
      'each time that a bag has an element',
      { kind: 'bag', of: int, bound: 3 },
      [1],
      [1, 1],
      ['x: + 1'],
    ],
    [
      'a set as a whole when most of it changed',
      { kind: 'set', of: int },
      [1, 2],
      [3, 4],
      ['x: {1, 2} -> {3, 4}'],
    ],
    [
      'a sequence as a whole',
      { kind: 'sequence', of: int, bound: 3 },
      [1],
      [1, 2],
      ['x: <1> -> <1, 2>'],
    ],
  ]

  test.each(cases)('%s', (_what, sort, before, after, changes) => {
    expect(changesOf(holding(before), holding(after), 'step', withVariable(sort))).toEqual(changes)
  })
})

test('of a variable that says no more than the steps, nothing', () => {
  const of = withVariable(int)
  const quiet = model({ variables: of.variables.map((one) => ({ ...one, quiet: true })) })
  const changes = [of, quiet].map((one) => changesOf(holding(1), holding(2), 'step', one))
  expect(changes).toEqual([['x: 1 -> 2'], []])
})

describe('of a process', () => {
  const block = {
    locals: [
      { local: 0 as LocalId, name: 'old', sort: int },
      { local: 1 as LocalId, name: 'owner', sort: importer },
      { local: 2 as LocalId, name: 'twice', sort: int },
      { local: 3 as LocalId, name: 'twice', sort: importer },
    ],
    statements: [],
  }
  const of = model({
    processes: [
      {
        id: 0 as ProcessId,
        name: 'p',
        sort: importer,
        daemon: false,
        context: 'task',
        fairness: 'weak',
        runs: null,
        body: block,
        site: nowhere,
      },
    ],
  })

  function resting(parts: Partial<DecodedProcess>): DecodedState {
    const process = { process: 'p', instance: 0, at: 'p#0', labels: [], locals: [] }
    return { variables: {}, processes: [{ ...process, ...parts }] }
  }

  function local(name: string, value: Value): Partial<DecodedProcess> {
    return { locals: [{ name, value }] }
  }

  const cases: [string, Partial<DecodedProcess>, Partial<DecodedProcess>, readonly string[]][] = [
    ['a local that comes to live', {}, local('old', 1), ['old = 1']],
    ['a local with another value', local('old', 1), local('old', 2), ['old: 1 -> 2']],
    ['a local in its own sort', {}, local('owner', 1), ['owner = importer 1']],
    [
      'a local as plain data where its name has several sorts',
      {},
      local('twice', 1),
      ['twice = 1'],
    ],
    ['nothing of a local that dies', local('old', 1), {}, []],
    [
      'a local that takes the place of another',
      local('old', 1),
      local('owner', 1),
      ['owner = importer 1'],
    ],
    ['the result of the step without its name', {}, local('read(x)', 1), ['= 1']],
    ['a label that is reached', {}, { labels: ['using'] }, ["p 0 at 'using'"]],
    ['nothing of a label that is left', { labels: ['using'] }, {}, []],
    ['its end', {}, { at: null }, ['p 0 ends']],
    ['nothing of a statement that is passed', {}, { at: 'p#1' }, []],
  ]

  test.each(cases)('%s', (_what, before, after, changes) => {
    expect(changesOf(resting(before), resting(after), 'read(x)', of)).toEqual(changes)
  })
})
