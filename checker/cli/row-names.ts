/** Names for the files of the rows of suites: the same wherever and whenever the rows are checked, whatever their neighbours are. */

import { createHash } from 'node:crypto'
import type { Case } from '../../dsl/suite.ts'

export interface NamedRow {
  readonly suite: string
  readonly one: Case
}

/** In bytes: what comes behind a name must fit, too. */
const longest = 120

/**
 * `shmem/shmem-vmap,convention=universal`, without an extension: the suite, and in it the model, the scenario and the parameters that the
 * spec gives. A row that has the name of one before it gets a number.
 */
export function rowNames(rows: readonly NamedRow[]): readonly string[] {
  const taken = new Set<string>()
  return rows.map(({ suite, one: { model, parameters, options } }) => {
    const values = Object.entries(parameters).map(([name, value]) => `${name}=${String(value)}`)
    const scenario = options.scenario === undefined ? [] : [options.scenario]
    const parts = [model.name, ...scenario, ...values]
    const name = `${suiteFolder(suite)}/${safe(parts)}`
    let free = name
    // Some systems take large letters for small ones.
    for (let number = 2; taken.has(free.toLowerCase()); number += 1) free = `${name}~${number}`
    taken.add(free.toLowerCase())
    return free
  })
}

/** The folder of a suite's files. */
export function suiteFolder(suite: string): string {
  return safe([suite])
}

/**
 * Without what a system or a tool may refuse in the name of a file. Where little would be left, or too much, a digest tells the name
 * from others.
 */
function safe(parts: readonly string[]): string {
  const plain = parts.map((part) =>
    part
      .normalize('NFC')
      .replaceAll(/[^\p{L}\p{N}\p{M}._=+-]+/gu, '-')
      .replaceAll(/^[-.]+|[-.]+$/g, ''),
  )
  const name = plain.join(',')
  const cut = beginning(name)
  if (cut === name && plain.every((part) => part !== '') && !reserved.test(name)) return name
  const digest = createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 8)
  return `${digest}~${cut}`
}

/** As many whole characters as fit. */
function beginning(name: string): string {
  let bytes = 0
  const fitting = [...name].filter((character) => {
    bytes += Buffer.byteLength(character)
    return bytes <= longest
  })
  return fitting.join('')
}

/** Devices of Windows, which are no files in any folder. */
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)([.,]|$)/i
