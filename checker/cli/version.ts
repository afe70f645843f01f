/** The version of this package. */

import { readFileSync } from 'node:fs'
import { findPackageJSON } from 'node:module'

export function version(): string {
  const file = findPackageJSON('..', import.meta.url)
  if (file === undefined) return 'unknown'
  const description: unknown = JSON.parse(readFileSync(file, 'utf8'))
  return typeof description === 'object' && description !== null && 'version' in description
    ? String(description.version)
    : 'unknown'
}
