/** Numbers, times and amounts of memory as the command line gives them. */

import { availableParallelism } from 'node:os'
import { InvalidArgumentError } from 'commander'
import { mostMemory } from '../memory.ts'

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

const powers: Readonly<Record<string, number>> = { K: 1, M: 2, G: 3, T: 4 }

/**
 * An amount of memory in bytes, from a number with a unit, of which each is 1024 of the one before. Throws commander's error for
 * anything else, and for more than an engine can use.
 */
export function memory(text: string): number {
  const [, value, unit = ''] = /^(\d+(?:\.\d+)?)([KMGT])(?:i?B)?$/i.exec(text) ?? []
  const power = powers[unit.toUpperCase()]
  if (value === undefined || power === undefined) {
    throw new InvalidArgumentError('Give an amount such as 8G or 512M.')
  }
  const bytes = Math.floor(Number(value) * 1024 ** power)
  if (bytes > mostMemory) {
    throw new InvalidArgumentError(
      'States are kept in one memory of WebAssembly, which holds 16 GiB at most. Give 16G or less.',
    )
  }
  return bytes
}

/** Each thread has its part of the memory: of many more, none would have enough. */
const mostThreads = 256

/** A number of threads; `auto` is as many as can run at once. Throws commander's error for anything else, and for none. */
export function threads(text: string): number {
  if (text === 'auto') return Math.min(availableParallelism(), mostThreads)
  const value = /^\d{1,3}$/.test(text) ? Number(text) : 0
  if (value < 1 || value > mostThreads) {
    throw new InvalidArgumentError(`Give a number of threads from 1 to ${mostThreads}, or 'auto'.`)
  }
  return value
}
