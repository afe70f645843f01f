/** Whether two engines said the same: plain data by value, sites by identity, what is for the reader only not at all. */

import { Site } from '../../dsl/site.ts'

/** Differs between engines by design. */
const free: ReadonlySet<string> = new Set(['detail'])

/** Where two pieces of data differ first, as a path into them; null where they are the same. */
export function differAt(left: unknown, right: unknown, path = ''): string | null {
  if (Object.is(left, right)) return null
  if (left instanceof Site || right instanceof Site) return `${path}: another site`
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) {
    return `${path}: ${shown(left)} and ${shown(right)}`
  }
  if (Array.isArray(left) !== Array.isArray(right)) return `${path}: a list and none`
  const one = new Map<string, unknown>(Object.entries(left))
  const other = new Map<string, unknown>(Object.entries(right))
  for (const key of new Set([...one.keys(), ...other.keys()])) {
    if (free.has(key)) continue
    if (one.has(key) !== other.has(key)) return `${path}.${key}: given by one only`
    const found = differAt(one.get(key), other.get(key), `${path}.${key}`)
    if (found !== null) return found
  }
  return null
}

/** Any data on one line. */
export function shown(value: unknown): string {
  return JSON.stringify(value, (key, part: unknown) => {
    if (key === 'site') return undefined
    return Object.is(part, -0) ? '-0' : part
  })
}

/** Equal for data that is the same in the same order, and only for that. It is JSON, but for a negative zero. */
export function keyOf(value: unknown): string {
  return hasNegativeZero(value)
    ? JSON.stringify(value, (_, part: unknown) => (Object.is(part, -0) ? '-0' : part))
    : JSON.stringify(value)
}

function hasNegativeZero(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return Object.is(value, -0)
  for (const part of Object.values(value)) if (hasNegativeZero(part)) return true
  return false
}
