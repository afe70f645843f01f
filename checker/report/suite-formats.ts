/** The formats in which `check` reports: those in which a model by itself can be told, and those that CI systems read. */

import type { SuiteFormat } from './format.ts'
import { formats } from './formats.ts'
import { githubFormat } from './github.ts'
import { junitFormat } from './junit.ts'

export const suiteFormats = {
  ...formats,
  junit: junitFormat,
  github: githubFormat,
} as const satisfies Readonly<Record<string, SuiteFormat>>
