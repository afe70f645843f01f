/** What checking a small model answers, in a line: the same in every engine. */

import { check, type Report } from '../../../checker/check.ts'
import { describe } from '../../../checker/verdict.ts'
import { model, type ModelBuilder } from '../../../dsl/index.ts'
import { checkIn, testedEngines } from '../../engines.ts'

export function reportOf(build: (m: ModelBuilder) => void): Promise<Report> {
  return check(model('small', {}, build).instantiate())
}

/** `holds`, or what is wrong and after how many steps. */
export async function answer(build: (m: ModelBuilder) => void): Promise<string> {
  const small = model('small', {}, build).instantiate()
  const answers = await Promise.all(
    testedEngines.map(async (engine) => {
      const { verdict, steps } = await checkIn(engine, small)
      return steps === null ? describe(verdict) : `${describe(verdict)}, ${steps} steps`
    }),
  )
  return [...new Set(answers)].join(' or ')
}
