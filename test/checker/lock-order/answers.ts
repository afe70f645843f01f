/** What every engine answers to a small model, in a line; they all have to answer alike. */

import { expect } from 'vitest'
import { describe } from '../../../checker/verdict.ts'
import type { Report } from '../../../checker/check.ts'
import type { SearchOptions } from '../../../checker/exploration.ts'
import { model, type ModelBuilder } from '../../../dsl/index.ts'
import { checkIn, testedEngines } from '../../engines.ts'

type Build = (m: ModelBuilder) => void

/** The report of the compiled engine; the others, and it with two workers, have the same to say of locks. */
export async function reportOf(build: Build, options: SearchOptions = {}): Promise<Report> {
  const built = model('small', {}, build).instantiate()
  const [report, ...others] = [
    await checkIn('compiled', built, options),
    await checkIn('compiled', built, { ...options, workers: 2 }),
    ...(await Promise.all(
      testedEngines
        .filter((engine) => engine !== 'compiled')
        .map((engine) => checkIn(engine, built, options)),
    )),
  ]
  for (const other of others) expect(told(other)).toEqual(told(report))
  return report
}

/** Everything that is the same for each of them. */
function told({ verdict, lockOrder, steps, distinct }: Report): unknown {
  return { verdict, lockOrder, steps, distinct }
}

/** `holds`, or what is wrong, after how many steps where there is a run to it. */
export async function answer(build: Build, options: SearchOptions = {}): Promise<string> {
  const { verdict, steps } = await reportOf(build, options)
  return steps === null ? describe(verdict) : `${describe(verdict)}, ${steps} steps`
}
