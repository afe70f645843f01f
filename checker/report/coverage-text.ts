/** The author's source, with what was executed of it at the left of each line. */

import type { CoveredFile, CoveredLine, CoveredTest } from '../coverage/lines.ts'
import { cut, oneLine, pad, widthOf, wrap } from './lines.ts'
import type { Page } from './page.ts'
import { pathText } from './path-text.ts'
import { countOf } from './quantities.ts'

const about =
  'At the left of each line: how many steps were taken there; of each test, how often each conjunct was true of how often it was ' +
  'asked. Each state is expanded once. Lines marked ! were never executed.'
const unknown = 'What was executed is not known: it was not counted to the end.'
const widestTests = 32

/** `read` gives the lines of a file; null where it cannot be read. `files` is null where not everything was counted. */
export function coverageLines(
  files: readonly CoveredFile[] | null,
  states: number,
  read: (file: string) => readonly string[] | null,
  page: Page,
): readonly string[] {
  if (files === null) return ['', unknown]
  const head = `Coverage of ${countOf(states, 'state')}. ${about}`
  return [
    '',
    ...wrap(head, page.width),
    ...files.flatMap((file) => fileLines(file, read(file.file), page)),
  ]
}

function fileLines(
  { file, lines }: CoveredFile,
  source: readonly string[] | null,
  page: Page,
): readonly string[] {
  const known = new Map(lines.map((each) => [each.line, each]))
  const last = source?.length ?? Math.max(...known.keys())
  const tests = lines.map((each) => widthOf(testsText(each)))
  const columns = {
    executed: Math.max(1, ...lines.map(({ executed }) => `${executed}`.length)),
    tests: Math.min(widestTests, Math.max(0, ...tests)),
    number: `${last}`.length,
  }
  const numbered = Array.from({ length: last }, (_, at) => at + 1)
  return [
    '',
    page.paint('strong', cut(pathText(file, page.cwd), page.width)),
    ...numbered.flatMap((number) =>
      sourceLines(number, known.get(number), source?.[number - 1] ?? '', columns, page),
    ),
  ]
}

interface Columns {
  readonly executed: number
  readonly tests: number
  readonly number: number
}

function sourceLines(
  number: number,
  covered: CoveredLine | undefined,
  text: string,
  columns: Columns,
  page: Page,
): readonly string[] {
  const isMissed = covered?.executed === 0
  const executed = covered === undefined ? '' : `${covered.executed}`
  const [first = '', ...more] =
    covered === undefined ? [] : wrap(testsText(covered), Math.max(1, columns.tests))
  const left = `${isMissed ? '!' : ' '} ${pad(executed, columns.executed, 'right')}`
  const place = pad(`${number}`, columns.number, 'right')
  const line = `${left} ${pad(first, columns.tests)} ${place} ${oneLine(text.replaceAll('\t', '  '))}`
  const indent = ' '.repeat(columns.executed + 3)
  const shown = cut(line, page.width).trimEnd()
  return [isMissed ? page.paint('bad', shown) : shown, ...more.map((rest) => indent + rest)]
}

/** `3/4 1/3`: of a test with two conjuncts. Several tests are set apart. */
function testsText({ tests }: CoveredLine): string {
  return tests.map((test) => test.map(testText).join(' ')).join(', ')
}

function testText({ isTrue, asked }: CoveredTest): string {
  return `${isTrue}/${asked}`
}
