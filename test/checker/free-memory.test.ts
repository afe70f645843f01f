/** What is free is what the machine and every control group around the process still have. */

import { freemem } from 'node:os'
import { describe, expect, test } from 'vitest'
import { freeMemory } from '../../checker/free-memory.ts'
import { defaultMemory, mostMemory } from '../../checker/memory.ts'

const GiB = 2 ** 30
const machine = 20 * GiB

function freeWith(files: Readonly<Record<string, string>>): number {
  return freeMemory((path) => files[path] ?? null, machine) / GiB
}

/** The files of a group of version 2. */
function group(folder: string, max: string, current: number, inactive = 0) {
  return {
    [`${folder}/memory.max`]: `${max}\n`,
    [`${folder}/memory.high`]: 'max\n',
    [`${folder}/memory.current`]: `${current}\n`,
    [`${folder}/memory.stat`]: `anon 1\ninactive_file ${inactive}\nactive_file 77\n`,
  }
}

const root = '/sys/fs/cgroup'
const job = { '/proc/self/cgroup': '0::/outer/job\n' }

describe('what is free', () => {
  test('is what the machine has, without control groups', () => {
    expect(freeWith({})).toBe(20)
  })

  test('is what the machine has, where the group has no limit', () => {
    expect(freeWith({ ...job, ...group(`${root}/outer/job`, 'max', 3 * GiB) })).toBe(20)
  })

  test('is what the machine has, where the limit is higher', () => {
    expect(freeWith({ ...job, ...group(`${root}/outer/job`, `${64 * GiB}`, GiB) })).toBe(20)
  })

  test('is what is left of the limit', () => {
    expect(freeWith({ ...job, ...group(`${root}/outer/job`, `${4 * GiB}`, GiB) })).toBe(3)
  })

  test('has what the group uses for files that it does not look at', () => {
    const files = group(`${root}/outer/job`, `${4 * GiB}`, 3 * GiB, 2 * GiB)
    expect(freeWith({ ...job, ...files })).toBe(3)
  })

  test('is what is left of the limit of a group around it, when that is less', () => {
    const files = {
      ...group(`${root}/outer/job`, `${4 * GiB}`, GiB),
      ...group(`${root}/outer`, `${5 * GiB}`, 3 * GiB),
    }
    expect(freeWith({ ...job, ...files })).toBe(2)
  })

  test('is what is left of the softer limit, when that is less', () => {
    const files = group(`${root}/outer/job`, `${4 * GiB}`, GiB)
    const high = { [`${root}/outer/job/memory.high`]: `${2 * GiB}\n` }
    expect(freeWith({ ...job, ...files, ...high })).toBe(1)
  })

  test('is what a container of its own leaves, whatever it is called outside', () => {
    const files = { '/proc/self/cgroup': '0::/../a-host\n', ...group(root, `${2 * GiB}`, GiB) }
    expect(freeWith(files)).toBe(1)
  })

  test('is none where more than the limit is used', () => {
    expect(freeWith({ ...job, ...group(`${root}/outer/job`, `${GiB}`, 2 * GiB) })).toBe(0)
  })

  test('is what is left of the limit in the groups of version 1', () => {
    const folder = `${root}/memory/job`
    const files = {
      '/proc/self/cgroup': '9:name=systemd:/\n4:cpu,memory:/job\n0::/\n',
      [`${root}/memory/memory.limit_in_bytes`]: '9223372036854771712\n',
      [`${root}/memory/memory.usage_in_bytes`]: `${5 * GiB}\n`,
      [`${folder}/memory.limit_in_bytes`]: `${3 * GiB}\n`,
      [`${folder}/memory.usage_in_bytes`]: `${2 * GiB}\n`,
      [`${folder}/memory.stat`]: `inactive_file 5\ntotal_inactive_file ${GiB}\n`,
    }
    expect(freeWith(files)).toBe(2)
  })

  test('on this machine is something, and no more than the machine has', () => {
    const free = freeMemory()
    expect(free).toBeGreaterThan(0)
    expect(free).toBeLessThan(freemem() * 1.1)
  })
})

describe('the memory of a search', () => {
  test('is three quarters of what is free', () => {
    expect(defaultMemory(4 * GiB)).toBe(3 * GiB)
  })

  test('is never more than one memory can hold', () => {
    expect(defaultMemory(100 * GiB)).toBe(mostMemory)
  })
})
