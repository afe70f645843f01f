/** How much memory this process can still get: what is free on the machine and in every control group that it is in. */

import { readFileSync } from 'node:fs'
import { freemem } from 'node:os'
import { join } from 'node:path'

/** Reads a file; null when it is not there. */
export type Read = (path: string) => string | null

/** The names that one version of control groups has for the same things. */
interface Files {
  readonly limits: readonly string[]
  readonly used: string
  /** In the file `memory.stat`. */
  readonly cache: string
}

const mount = '/sys/fs/cgroup'
const unified: Files = {
  limits: ['memory.max', 'memory.high'],
  used: 'memory.current',
  cache: 'inactive_file',
}
const legacy: Files = {
  limits: ['memory.limit_in_bytes'],
  used: 'memory.usage_in_bytes',
  cache: 'total_inactive_file',
}

/**
 * In bytes. `process.availableMemory()` alone would not do: it counts what a container has read of files as used, and looks neither
 * at the groups around the container nor, where that has a limit, at the machine.
 */
export function freeMemory(read: Read = readText, onMachine: number = freeOnMachine()): number {
  return Math.min(onMachine, ...groups(read).map((group) => freeIn(group, read)))
}

/** Linux says what is available there, elsewhere it would be what is unused. */
function freeOnMachine(): number {
  return process.platform === 'linux' ? freemem() : process.availableMemory()
}

interface Group {
  readonly folder: string
  readonly files: Files
}

/** The process's own and those around it. Inside of a container the outer ones are not to be seen. */
function groups(read: Read): readonly Group[] {
  const lines = (read('/proc/self/cgroup') ?? '').split('\n')
  return lines.flatMap((line) => {
    const [, controllers, path] = /^\d+:([^:]*):(\/.*)$/.exec(line) ?? []
    if (controllers === undefined || path === undefined) return []
    if (controllers === '') return around(mount, path, unified)
    return controllers.split(',').includes('memory')
      ? around(join(mount, 'memory'), path, legacy)
      : []
  })
}

function around(root: string, path: string, files: Files): readonly Group[] {
  const names = path.split('/').filter((name) => name !== '')
  return Array.from({ length: names.length + 1 }, (_, depth) => {
    return { folder: join(root, ...names.slice(0, depth)), files }
  })
}

/** What the group's limit leaves; infinite without one. Pages of files that nobody has looked at for long are given back. */
function freeIn({ folder, files }: Group, read: Read): number {
  const numberIn = (name: string): number => Number.parseInt(read(join(folder, name)) ?? '')
  // A limit may be the word `max`.
  const limits = files.limits.map(numberIn).filter((limit) => !Number.isNaN(limit))
  const used = numberIn(files.used)
  if (limits.length === 0 || Number.isNaN(used)) return Infinity
  const stat = read(join(folder, 'memory.stat')) ?? ''
  const [, cache = '0'] = new RegExp(`^${files.cache} (\\d+)$`, 'm').exec(stat) ?? []
  return Math.max(0, Math.min(...limits) - Math.max(0, used - Number(cache)))
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}
