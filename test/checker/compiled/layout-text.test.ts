/** What people read of a layout. */

import { describe, expect, test } from 'vitest'
import { readersWriters } from '../../../models/classics/readers-writers.ts'
import { twoPhaseCommit } from '../../../models/classics/two-phase-commit.ts'
import { layoutText } from '../../../checker/compiled/layout-text.ts'
import { widthOf } from '../../../checker/report/lines.ts'
import type { Page } from '../../../checker/report/page.ts'
import type { Model } from '../../../dsl/ir.ts'
import { assign, block, compute, model, process, step, when } from '../lower/build.ts'
import { bool, get, int, lit, local, num, variable } from '../lower/terms.ts'
import { laidOut, specModels } from './programs.ts'

const ofSpecs = await specModels()

function textOf(of: Model, width = 100): string {
  const page: Page = { width, paint: (_style, text) => text, cwd: '/' }
  const { program, layout } = laidOut(of)
  return layoutText(program, layout, page)
}

describe('the text of a layout', () => {
  test('has the variables first, what takes most bits first', () => {
    expect(textOf(twoPhaseCommit.instantiate({ managers: 7 }), 80)).toBe(
      [
        'two-phase commit: a state has 32 bits in 1 word of 64',
        '',
        '4 variables: 32 bits',
        '  14  rmState     array from manager to (working | prepared | committed |',
        '                  aborted)',
        '   9  msgs        set of prepared(manager) | commit | abort',
        '   7  tmPrepared  set of manager',
        '   2  tmState     (init | committed | aborted)',
        '',
      ].join('\n'),
    )
  })

  test('tells of a process what one instance takes, and which of its locals lie where', () => {
    const text = textOf(readersWriters.instantiate({ readers: 3 }))
    expect(text).toContain('process reader: 18 bits (3 instances of 6); 4 bits of locals share 2\n')
    expect(text).toMatch(/^ {2}4 {2}control point +bits 0-3 {2}10 points$/m)
    expect(text).toMatch(/^ {2}2 {2}2 × .+ bits 4-5 {2}int\(0\.\.3\)$/m)
    expect(text).toContain('process writer: 2 bits (2 instances of 1)\n')
  })

  test('tells which locals may be dead where the process rests', () => {
    const x = variable(0, 'x', bool, lit(bool, false))
    const [a, flag] = [local(0, 'a', int(0, 14)), local(1, 'flag', bool)]
    const rest = step('rest', null, assign(x, lit(bool, true)))
    const decide = step('decide', null, assign(flag, lit(bool, true)))
    const one = when(get(flag), [compute(assign(a, num(1)))])
    const body = block([a, flag], decide, one, rest)
    const text = textOf(model({ variables: [x], processes: [process('p', body)] }))
    expect(text).toMatch(/^ {2}4 {2}a .+int\(0\.\.14\), or dead$/m)
    expect(text).toMatch(/^ {2}1 {2}flag .+bool$/m)
  })

  test('of every model in the specs fits 72 columns', () => {
    for (const each of ofSpecs.values()) {
      const tooLong = textOf(each, 72)
        .split('\n')
        .filter((line) => widthOf(line) > 72)
      expect(tooLong).toEqual([])
    }
  })
})
