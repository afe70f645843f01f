/** What is not as expected, as workflow commands of GitHub Actions: an annotation at the line of each case. */

import { isAsExpected } from '../case-result.ts'
import type { CaseResult, SuiteResult } from '../case-result.ts'
import { caseText, differenceTexts } from './case-text.ts'
import type { SuiteFormat } from './format.ts'
import { page } from './page.ts'
import { pathText } from './path-text.ts'
import { countOf } from './quantities.ts'
import { verdictLines } from './verdict-text.ts'

export const githubFormat: SuiteFormat = {
  suite: () => '',
  summary: (results, unchecked, { cwd }) => {
    const errors = results.flatMap((result) => {
      const different = result.cases.filter((one) => !isAsExpected(one))
      return different.map((one) => annotation(one, result, cwd))
    })
    const cut = `Interrupted: ${countOf(unchecked, 'case')} not checked.`
    return [...errors, ...(unchecked === 0 ? [] : [command({ title: 'fencepost' }, cut)])].join('')
  },
}

function annotation(one: CaseResult, { suite, file }: SuiteResult, cwd: string): string {
  const { outcome, site } = one
  const { author } = site
  const place =
    author === null
      ? { file }
      : { file: pathText(author.file, cwd), line: author.line, col: author.column }
  const found = outcome.kind === 'checked' ? verdictLines(outcome.report, page({}, {}, cwd)) : []
  const text = [caseText(one), ...differenceTexts(one), ...found].join('\n')
  return command({ ...place, title: suite }, text)
}

function command(properties: Readonly<Record<string, string | number>>, text: string): string {
  const given = Object.entries(properties).map(([name, value]) => {
    return `${name}=${escaped(String(value)).replaceAll(':', '%3A').replaceAll(',', '%2C')}`
  })
  return `::error ${given.join(',')}::${escaped(text)}\n`
}

/** The percent sign first: it begins what stands for the others. */
function escaped(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}
