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

/** Equal for equal data and only for that, whatever the order of fields. */
export function keyOf(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => {
    if (Object.is(part, -0)) return '-0'
    if (typeof part !== 'object' || part === null || Array.isArray(part)) return part
    return Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
  })
}
