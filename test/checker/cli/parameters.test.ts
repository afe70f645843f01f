/** A parameter on the command line is one that the model declares, with a value of its sort. */

import { describe, expect, test } from 'vitest'
import { CommandError } from '../../../checker/cli/command-error.ts'
import { parameterValues } from '../../../checker/cli/parameters.ts'
import type { ParameterDeclaration } from '../../../dsl/parameter.ts'

const declared: readonly ParameterDeclaration[] = [
  {
    name: 'convention',
    sort: { kind: 'enum', values: ['universal', 'drm-only'] },
    initial: 'drm-only',
  },
  { name: 'importers', sort: { kind: 'int', min: 1, max: 4 }, initial: 2 },
  { name: 'checked', sort: { kind: 'bool' }, initial: true },
]

function values(...given: string[]): object {
  return parameterValues(given, { name: 'vmap', declared })
}

describe('a parameter', () => {
  test('has a value of its sort', () => {
    expect(values('convention=universal', 'importers=3', 'checked=false')).toEqual({
      convention: 'universal',
      importers: 3,
      checked: false,
    })
  })

  test('that is given twice has the later value', () => {
    expect(values('importers=3', 'importers=4')).toEqual({ importers: 4 })
  })
})

describe('refused is', () => {
  const wrong: [string, string][] = [
    ['importers', "'importers' is no parameter. Write name=value."],
    ['importer=2', "'vmap' has no parameter 'importer'. Did you mean 'importers'?"],
    ['colour=2', "'vmap' has no parameter 'colour'."],
    ['importers=5', "'5' is no value of 'importers', which is int(1..4)."],
    ['importers=two', "'two' is no value of 'importers', which is int(1..4)."],
    ['importers=', "'' is no value of 'importers', which is int(1..4)."],
    ['checked=yes', "'yes' is no value of 'checked', which is bool."],
    [
      'convention=univresal',
      "'univresal' is no value of 'convention', which is (universal | drm-only). Did you mean 'universal'?",
    ],
  ]

  test.each(wrong)('%s: %s', (given, message) => {
    expect(() => values(given)).toThrow(CommandError)
    expect(() => values(given)).toThrow(
      [
        message,
        "The parameters of 'vmap':",
        '  convention  (universal | drm-only), by default drm-only',
        '  importers   int(1..4), by default 2',
        '  checked     bool, by default true',
      ].join('\n'),
    )
  })

  test('any parameter of a model that has none', () => {
    expect(() => parameterValues(['a=1'], { name: 'plain', declared: [] })).toThrow(
      "'plain' has no parameter 'a'.\n'plain' has no parameters.",
    )
  })
})
