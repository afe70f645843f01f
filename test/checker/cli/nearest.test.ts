/** A mistyped name is held against the names that there are. */

import { expect, test } from 'vitest'
import { nearest } from '../../../checker/cli/nearest.ts'

test.each([
  ['conventoin', ['convention', 'importers'], 'convention'],
  ['importer', ['convention', 'importers'], 'importers'],
  ['IMPORTERS', ['importers'], 'importers'],
  ['n', ['m', 'importers'], 'm'],
  ['colour', ['convention', 'importers'], null],
  ['anything', [], null],
])('%s among %o means %s', (typed, names, meant) => {
  expect(nearest(typed, names)).toBe(meant)
})
