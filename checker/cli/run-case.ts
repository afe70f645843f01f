/** One case of a suite, checked and held against its expectation. */

import type { Model } from '../../dsl/ir.ts'
import type { Case } from '../../dsl/suite.ts'
import { check } from '../check.ts'
import type { CheckOptions, Report } from '../check.ts'
import type { CaseOutcome, CaseResult } from '../case-result.ts'
import { vacuityDifferences } from '../vacuity/accepted.ts'
import { differences } from '../expectation.ts'
import { ownErrorText } from './command-error.ts'
import { instantiate } from './instantiate.ts'

/**
 * Checks the case; `overriding` goes before the case's own options. A model that cannot be built for its parameters is a
 * result too, and so is whatever the check throws. `strict`: what proves nothing is a difference too, unless the case accepts it.
 */
export async function runCase(
  one: Case,
  overriding: CheckOptions = {},
  cwd = process.cwd(),
  checked = check,
  strict = false,
): Promise<CaseResult> {
  const { model, parameters, expected, options, site } = one
  const defaults = model.declared.map(({ name, initial }) => [name, initial])
  return {
    model: model.name,
    parameters: { ...Object.fromEntries(defaults), ...parameters },
    scenario: options.scenario ?? null,
    expected,
    accept: options.accept ?? [],
    site,
    outcome: await outcomeOf(one, cwd, strict, (built) =>
      checked(built, { ...options, ...overriding }),
    ),
  }
}

async function outcomeOf(
  { model, parameters, expected, options }: Case,
  cwd: string,
  strict: boolean,
  checked: (model: Model) => Promise<Report>,
): Promise<CaseOutcome> {
  try {
    const built = instantiate(model, parameters, cwd, { races: options.races === true })
    if (built.kind === 'refused') return built
    const report = await checked(built.model)
    const unproved = strict ? vacuityDifferences(options.accept ?? [], report.vacuity) : []
    return { kind: 'checked', report, differences: [...differences(expected, report), ...unproved] }
  } catch (error) {
    return { kind: 'failed', message: ownErrorText(error) }
  }
}
