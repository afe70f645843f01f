/** One case of a suite, checked and held against its expectation. */

import type { Case } from '../../dsl/suite.ts'
import { check } from '../check.ts'
import type { CheckOptions } from '../check.ts'
import type { CaseOutcome, CaseResult } from '../case-result.ts'
import { differences } from '../expectation.ts'
import { instantiate } from './instantiate.ts'

/**
 * Checks the case; `overriding` goes before the case's own options. A model that cannot be built for its parameters is a
 * result too. Throws what `check` throws.
 */
export async function runCase(
  one: Case,
  overriding: CheckOptions = {},
  cwd = process.cwd(),
): Promise<CaseResult> {
  const { model, parameters, expected, options, site } = one
  const defaults = model.declared.map(({ name, initial }) => [name, initial])
  return {
    model: model.name,
    parameters: { ...Object.fromEntries(defaults), ...parameters },
    scenario: options.scenario ?? null,
    expected,
    site,
    outcome: await outcomeOf(one, { ...options, ...overriding }, cwd),
  }
}

async function outcomeOf(
  { model, parameters, expected }: Case,
  options: CheckOptions,
  cwd: string,
): Promise<CaseOutcome> {
  const built = instantiate(model, parameters, cwd)
  if (built.kind === 'refused') return built
  const report = await check(built.model, options)
  return { kind: 'checked', report, differences: differences(expected, report) }
}
