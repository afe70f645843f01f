/** Verdicts as JUnit XML. */

import { describe, expect, test } from 'vitest'
import { junitFormat } from '../../../checker/report/junit.ts'
import { page } from '../../../checker/report/page.ts'
import { parseXml } from './parse-xml.ts'
import { cwd, verdicts } from './verdicts-in-ci.ts'

function written(unchecked: number) {
  return parseXml(junitFormat.summary([verdicts], unchecked, page({}, {}, cwd)))
}

describe('JUnit XML', () => {
  test('counts what differs, what failed and how long it all took', () => {
    const root = written(0)
    const counts = { tests: '3', failures: '1', errors: '1', time: '2.500' }
    expect(root).toMatchObject({ tag: 'testsuites', attributes: counts })
    expect(root.children).toMatchObject([
      { tag: 'testsuite', attributes: { ...counts, name: verdicts.suite, file: verdicts.file } },
    ])
  })

  test('has a case for each row, with its place and its seconds', () => {
    const cases = written(0).children[0]?.children.map(({ tag, attributes }) => ({
      tag,
      ...attributes,
    }))
    const about = { tag: 'testcase', classname: 'toys: 100%, all', file: 'specs/toy.spec.ts' }
    expect(cases).toEqual([
      { ...about, name: 'toy', time: '1.250', line: '4' },
      { ...about, name: 'toy, a "<b>" (n=2)', time: '1.250', line: '5' },
      { ...about, name: 'toy', time: '0.000', line: '6' },
    ])
  })

  test('says nothing of a row that is as expected', () => {
    expect(written(0).children[0]?.children[0]?.children).toEqual([])
  })

  test('has the difference and the report of one that is not', () => {
    const [failure] = written(0).children[0]?.children[1]?.children ?? []
    expect(failure).toMatchObject({
      tag: 'failure',
      attributes: { message: 'verdict: expected holds, but it is deadlock', type: 'deadlock' },
    })
    expect(failure?.text).toMatch(/^verdict: expected holds.*\n\ndeadlock/)
  })

  test('has an error where there is no verdict', () => {
    expect(written(0).children[0]?.children[2]?.children).toMatchObject([
      { tag: 'error', attributes: { message: 'n is wrong', type: 'refused' } },
    ])
  })

  test('does not look as if all were well after an interrupt', () => {
    const root = written(7)
    expect(root.attributes).toMatchObject({ tests: '4', errors: '2' })
    expect(root.children[1]?.children[0]?.children).toMatchObject([
      { tag: 'error', attributes: { message: 'Interrupted: 7 cases not checked.' } },
    ])
  })
})
