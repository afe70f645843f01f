/** What an export is, told by its mark: it may come from another copy of the package than this command does. */

import type { AnyTemplate } from '../../dsl/model.ts'
import type { Suite } from '../../dsl/suite.ts'

export function isTemplate(value: unknown): value is AnyTemplate {
  return kindOf(value) === 'fencepost model'
}

export function isSuite(value: unknown): value is Suite {
  return kindOf(value) === 'fencepost suite'
}

function kindOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'kind' in value ? value.kind : undefined
}
