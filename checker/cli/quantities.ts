/** Numbers and times as the command line gives them. */

import { InvalidArgumentError } from 'commander'

/** A whole number from 0. Throws commander's error for anything else. */
export function count(text: string): number {
  const value = /^\d[\d_]*$/.test(text) ? Number(text.replaceAll('_', '')) : NaN
  if (!Number.isSafeInteger(value)) throw new InvalidArgumentError('Give a whole number from 0.')
  return value
}

const units: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600 }

/** A time in seconds, from a number with or without a unit. Throws commander's error for anything else. */
export function seconds(text: string): number {
  const [, value, unit = 's'] = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(text) ?? []
  const factor = units[unit]
  if (value === undefined || factor === undefined) {
    throw new InvalidArgumentError('Give a time such as 30s, 5m, 1h or 500ms.')
  }
  return Number(value) * factor
}
