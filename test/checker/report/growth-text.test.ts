/** What people read of why a state space is large. */

import { describe, expect, test } from 'vitest'
import type { Growth, Measured } from '../../../checker/growth/growth.ts'
import type { Part } from '../../../checker/growth/part.ts'
import { growthLines } from '../../../checker/report/growth-text.ts'
import { growthDocument } from '../../../checker/report/json-growth.ts'
import { widthOf } from '../../../checker/report/lines.ts'
import type { Page } from '../../../checker/report/page.ts'
import { processId, variableId } from '../../ids.ts'
import { block, model, process } from '../lower/build.ts'
import { identity, int, num, variable } from '../lower/terms.ts'

const zero = num(0)
const [x, seen, depth] = [
  variable(0, 'x', int(0, 9), zero),
  { ...variable(1, 'seen', int(0, 9), zero), ghost: true },
  { ...variable(2, 'depth', int(0, 9), zero), quiet: true },
]
const three = process('task', block([]), { id: 0, sort: identity('task', 3) })
const one = process('daemon', block([]), { id: 1 })
const small = model({ variables: [x, seen, depth], processes: [three, one] })

const [task, daemon] = [processId(0), processId(1)]
const whole = (id: number, path: readonly string[] = []): Part => {
  return { kind: 'variable', variable: variableId(id), path }
}

function cost(part: Part, without: number, values = 4, bits = 2): Measured {
  return { part, values, without, bits }
}

function growth(parts: readonly Measured[], more: Partial<Growth> = {}): Growth {
  return { states: 1200, complete: true, parts, missing: [], stop: null, ...more }
}

function text(of: Growth, width = 80): readonly string[] {
  const page: Page = { width, paint: (_style, line) => line, cwd: '/' }
  return growthLines(of, small, page)
}

describe('the table', () => {
  test('has a line for each part, with factors of three digits', () => {
    const lines = text(
      growth([
        cost({ kind: 'process', process: task }, 1, 1200, 21),
        cost({ kind: 'control', process: daemon }, 60),
        cost({ kind: 'local', process: task, name: 'before' }, 350),
        cost(whole(0, ['w']), 400),
      ]),
    )
    expect(lines.slice(0, 6)).toEqual([
      'what makes 1,200 states',
      '  without                values  factor  bits',
      '  process task (all 3)    1,200   1,200    21',
      '  daemon: control point       4    20.0     2',
      '  task: before                4    3.43     2',
      '  x.w                         4    3.00     2',
    ])
  })

  test('marks ghosts and bookkeeping', () => {
    const lines = text(growth([cost(whole(0), 300), cost(whole(1), 400), cost(whole(2), 600)]))
    expect(lines.slice(2, 5)).toEqual([
      '  x             4    4.00     2',
      '  seen          4    3.00     2  ghost',
      '  depth         4    2.00     2  bookkeeping',
    ])
  })

  test('has one line for instances with the same figures', () => {
    const each = [0, 1, 2].map((instance): Part => ({ kind: 'instance', process: task, instance }))
    const alike = text(growth(each.map((part) => cost(part, 300)))).join('\n')
    expect(alike).toMatch(/^ {2}one task \(each of 3\) +4 +4\.00 +2$/m)
    expect(alike).not.toContain('task 0')
    const unlike = text(growth(each.map((part, at) => cost(part, 300 + at)))).join('\n')
    expect(unlike).toMatch(/^ {2}task 0 .+\n {2}task 1 .+\n {2}task 2 /m)
  })

  test('fits the page', () => {
    const name = 'drm_gem_shmem_get_pages_locked'.repeat(4)
    const lines = text(growth([cost({ kind: 'local', process: task, name }, 3)]), 72)
    expect(Math.max(...lines.map(widthOf))).toBeLessThanOrEqual(72)
  })
})

describe('below it', () => {
  test('is what costs nothing, of a whole only that', () => {
    const lines = text(
      growth([
        cost(whole(0), 300),
        cost(whole(1), 1200),
        cost({ kind: 'locals', process: task }, 1200),
        cost({ kind: 'local', process: task, name: 'before' }, 1200),
      ]),
    )
    expect(lines[3]).toBe('No states are saved without seen, task: all locals.')
    expect(lines.join('\n')).not.toContain('before')
  })

  test('is what was not counted, and why', () => {
    const missing = [whole(1), whole(2)]
    expect(text(growth([], { missing, stop: 'time' }))).toContain(
      'Not counted, since the time was up: seen, depth.',
    )
    expect(text(growth([], { missing, stop: 'interrupt' })).join('\n')).toContain('interrupted')
  })

  test('is what a factor does not say', () => {
    expect(text(growth([])).join(' ')).toContain('may change what the model does')
  })
})

test('a search that was cut is told in the title', () => {
  expect(text(growth([], { complete: false }))[0]).toBe(
    'what makes 1,200 states, of those that were found',
  )
})

test('the document has the same figures, and the states without the part', () => {
  const document = growthDocument(growth([cost(whole(1), 350)], { missing: [whole(0)] }), small)
  expect(document).toEqual({
    states: 1200,
    complete: true,
    parts: [
      {
        name: 'seen',
        kind: 'variable',
        note: 'ghost',
        values: 4,
        without: 350,
        factor: 3.429,
        bits: 2,
      },
    ],
    missing: ['x'],
    stop: null,
  })
})
