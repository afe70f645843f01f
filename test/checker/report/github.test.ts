/** Verdicts as annotations of GitHub. */

import { expect, test } from 'vitest'
import { githubFormat } from '../../../checker/report/github.ts'
import { page } from '../../../checker/report/page.ts'
import { caseResult } from '../reports.ts'
import { at, checked, cwd, verdicts } from './verdicts-in-ci.ts'

const onto = page({}, {}, cwd)

test('each row that differs has an annotation at its line, and only those', () => {
  const lines = githubFormat.summary([verdicts], 0, onto).trimEnd().split('\n')
  expect(lines).toEqual([
    '::error file=specs/toy.spec.ts,line=5,col=3,title=toys%3A 100%25%2C all::toy, a "<b>" (n=2)%0A' +
      'verdict: expected holds, but it is deadlock%0Adeadlock%0A' +
      '  Somebody can never run again, and that is no legitimate end.',
    '::error file=specs/toy.spec.ts,line=6,col=3,title=toys%3A 100%25%2C all::toy%0An is wrong%0Achange it',
  ])
})

test('what would end an annotation, or a property of it, is escaped', () => {
  const site = at(1)
  const outcome = checked({ kind: 'holds' }, 'a::b,c%\r\nd')
  const result = { suite: 'a::b,c%\r\nd', file: 'x', cases: [caseResult({ site, outcome })] }
  const text = githubFormat.summary([result], 0, onto)
  expect(text).toContain('title=a%3A%3Ab%2Cc%25%0D%0Ad::')
  expect(text).toContain('expected a::b,c%25%0D%0Ad, but')
  expect(text.indexOf('\n')).toBe(text.length - 1)
})

test('a row of a file that nobody knows is shown at the file of its suite', () => {
  const result = {
    suite: 's',
    file: 'x.ts',
    cases: [caseResult({ outcome: checked({ kind: 'holds' }, 'a') })],
  }
  expect(githubFormat.summary([result], 0, onto)).toMatch(/^::error file=x\.ts,title=s::/)
})

test('an interrupt is an error', () => {
  expect(githubFormat.summary([], 1, onto)).toBe(
    '::error title=fencepost::Interrupted: 1 case not checked.\n',
  )
})
