/** What proves nothing, and what was executed, as JSON. */

import type { Report } from '../check.ts'
import { coveredFiles } from '../coverage/lines.ts'
import type { CoveredLine } from '../coverage/lines.ts'
import { nameOfVacuous } from '../vacuity/vacuous.ts'
import type { Vacuous } from '../vacuity/vacuous.ts'
import { place } from './json-place.ts'
import { pathText } from './path-text.ts'

/** `name` is what a spec can accept. */
export function vacuousDocument(one: Vacuous, cwd: string): object {
  const { kind, subject, because, site } = one
  return { name: nameOfVacuous(one), kind, subject, because, at: place(site, cwd) }
}

/** By file and line; null where nothing was counted. */
export function coverageDocument({ model, covered }: Report, cwd: string): object | null {
  if (covered === null) return null
  return coveredFiles(model, covered).map(({ file, lines }) => {
    return { file: pathText(file, cwd), lines: lines.map(lineDocument) }
  })
}

function lineDocument({ line, executed, tests }: CoveredLine): object {
  const conjuncts = tests.map((test) => test.map(({ isTrue, asked }) => ({ true: isTrue, asked })))
  return { line, executed, ...(tests.length === 0 ? {} : { tests: conjuncts }) }
}
