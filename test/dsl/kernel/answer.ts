/** What checking a small model answers, in a line. */

import { check, type Report } from '../../../checker/check.ts'
import { describe } from '../../../checker/verdict.ts'
import { model, type ModelBuilder } from '../../../dsl/index.ts'

export function reportOf(build: (m: ModelBuilder) => void): Promise<Report> {
  return check(model('small', {}, build).instantiate())
}

/** `holds`, or what is wrong and after how many steps. */
export async function answer(build: (m: ModelBuilder) => void): Promise<string> {
  const { verdict, steps } = await reportOf(build)
  return steps === null ? describe(verdict) : `${describe(verdict)}, ${steps} steps`
}
