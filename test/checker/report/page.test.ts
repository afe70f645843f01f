/** A page is as wide as its terminal within limits, and coloured only where that is wanted. */

import { describe, expect, test } from 'vitest'
import { page } from '../../../checker/report/page.ts'

const terminal = { isTTY: true, columns: 90, hasColors: () => true }

function painted(output: object, environment: NodeJS.ProcessEnv): boolean {
  return page(output, environment, '/').paint('bad', 'x') !== 'x'
}

describe('the width', () => {
  test.each([
    [90, 90],
    [40, 72],
    [200, 100],
  ])('of a terminal of %i columns is %i', (columns, width) => {
    expect(page({ ...terminal, columns }, {}, '/').width).toBe(width)
  })

  test.each([
    ['where there is no terminal', { columns: 80 }],
    ['where a terminal does not know its own', { ...terminal, columns: 0 }],
  ])('is 100 %s', (_where, output) => {
    expect(page(output, {}, '/').width).toBe(100)
  })

  test.each([
    ['a pipe', {}, '80', 80],
    ['a terminal', terminal, '80', 80],
    ['a pipe that is to be narrower than a page', {}, '20', 72],
    ['a pipe, of which it says nothing', {}, '', 100],
  ])('of %s is what COLUMNS says', (_what, output, COLUMNS, width) => {
    expect(page(output, { COLUMNS }, '/').width).toBe(width)
  })
})

describe('colour', () => {
  test.each([
    ['a terminal', terminal, {}, true],
    ['a pipe', {}, {}, false],
    ['a terminal without colours', { ...terminal, hasColors: () => false }, {}, false],
    ['a terminal under NO_COLOR', terminal, { NO_COLOR: '1' }, false],
    ['a terminal under an empty NO_COLOR', terminal, { NO_COLOR: '' }, true],
    ['a pipe under FORCE_COLOR', {}, { FORCE_COLOR: '1' }, true],
    ['a terminal under FORCE_COLOR=0', terminal, { FORCE_COLOR: '0' }, false],
    ['a pipe under both', {}, { NO_COLOR: '1', FORCE_COLOR: '1' }, false],
  ])('of %s', (_what, output, environment, wanted) => {
    expect(painted(output, environment)).toBe(wanted)
  })

  test('of no text is no text', () => {
    expect(page({}, { FORCE_COLOR: '1' }, '/').paint('bad', '')).toBe('')
  })
})
