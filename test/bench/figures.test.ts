/** What is read from the programs that are measured, and what is made of it. */

import { expect, test } from 'vitest'
import { difference } from './comparison.ts'
import { readReport } from './fencepost.ts'
import { median } from './median.ts'
import { reportText } from './report.ts'
import type { Figures } from './report.ts'
import { howToGet, readPan } from './spin.ts'
import { textTable } from './text-table.ts'

const panOutput = `
(Spin Version 6.5.2 -- 6 December 2019)
State-vector 108 byte, depth reached 460770, errors: 0
   510116 states, stored
  3544870 states, matched
  4054986 transitions (= stored+matched)
        0 atomic steps
hash conflicts:    353189 (resolved)

Stats on memory usage (in Megabytes):
   62.270	equivalent memory usage for states (stored*(State-vector + overhead))
  164.500	total actual memory usage

pan: elapsed time 1.57 seconds
`

const pan = {
  states: 510_116,
  transitions: 4_054_986,
  errors: 0,
  depth: 460_770,
  truncated: false,
  bytes: 164.5 * 2 ** 20,
}

test("pan's output is read", () => {
  expect(readPan(panOutput)).toEqual(pan)
})

test('a search that ran out of depth is known by what pan says', () => {
  const output = `error: max search depth too small\n${panOutput}`
  expect(readPan(output)?.truncated).toBe(true)
})

test('what is not the output of pan has no figures', () => {
  expect(readPan('pan: out of memory')).toBeNull()
})

test('the figures of a report are read, memory where it is told', () => {
  const report = { verdict: 'holds', distinct: 42, generated: 77, depth: 10, seconds: 0.02 }
  const read = { verdict: 'holds', distinct: 42, generated: 77, depth: 10, searchSeconds: 0.02 }
  expect(readReport(JSON.stringify(report))).toEqual({ ...read, storeBytes: null })
  const memory = { arenaBytes: 1000, tableBytes: 512 }
  expect(readReport(JSON.stringify({ ...report, memory }))).toEqual({ ...read, storeBytes: 1512 })
  const besides = { ...memory, livenessBytes: 100 }
  expect(readReport(JSON.stringify({ ...report, memory: besides }))).toEqual({
    ...read,
    storeBytes: 1612,
  })
})

test('what is no report has no figures', () => {
  expect(readReport('fencepost: an error of its own')).toBeNull()
  expect(readReport('{}')).toBeNull()
})

test('equal counts are no difference, and others are told', () => {
  const run = { ...pan, seconds: 1 }
  const ours = { distinct: 510_116, generated: 4_054_986 }
  expect(difference('bfs', run, ours)).toBeNull()
  expect(difference('bfs', run, { ...ours, generated: 4_054_985 })).toBe(
    'SPIN bfs finds 510116 states and 4054986 transitions, fencepost 510116 and 4054985',
  )
  expect(difference('dfs', { ...run, errors: 1 }, ours)).toBe('SPIN dfs reports an error')
  expect(difference('dfs', { ...run, truncated: true }, ours)).toBe(
    'SPIN dfs did not go deep enough',
  )
})

test('a median is the middle one, or lies between the two in the middle', () => {
  expect(median([3, 1, 2])).toBe(2)
  expect(median([4, 1, 2, 3])).toBe(2.5)
})

test('what is missing is named with its Debian package', () => {
  expect(howToGet({ spin: null, gcc: '12.2.0' })).toEqual([
    "SPIN is not installed: 'apt-get install spin' on Debian and Ubuntu.",
  ])
  expect(howToGet({ spin: '6.5.2', gcc: '12.2.0' })).toEqual([])
})

test('a table has its first column flush left and the others flush right', () => {
  expect(
    textTable(
      ['model', 'states'],
      [
        ['a', '12,345'],
        ['longer', '7'],
      ],
    ),
  ).toBe(['model   states', 'a       12,345', 'longer       7'].join('\n'))
})

const point = {
  model: 'philosophers-9',
  workers: 1,
  states: 46_763,
  transitions: 304_110,
  seconds: 0.31,
  searchSeconds: 0.0512,
  nanosecondsPerTransition: 168,
  storeBytesPerState: 28.04,
  peakBytes: 2 ** 27,
}

const figures: Figures = {
  machine: {
    processor: 'a processor',
    processors: 2,
    memoryBytes: 2 ** 34,
    node: 'v24.21.0',
    spin: '6.5.2',
    gcc: '12.2.0',
    load: { before: 0.1, after: 1 },
  },
  build: 'built package',
  engine: 'compiled',
  runs: 3,
  quick: false,
  missing: [],
  comparisons: [
    {
      model: 'shmem-universal',
      parameters: {},
      bits: 277,
      states: 5_719_552,
      transitions: 17_917_441,
      mismatch: null,
      ours: [1, 2].map((workers) => ({
        workers,
        seconds: 2.5 / workers,
        searchSeconds: 2.3 / workers,
        transitionsPerSecond: 7_166_976 * workers,
        statesPerSecond: 2_287_821 * workers,
        storeBytesPerState: 62.5,
        peakBytesPerState: 81,
      })),
      spin: (['bfs', 'dfs'] as const).map((search) => ({
        search,
        hashBits: 24,
        compileSeconds: 4.56,
        seconds: 7.77,
        transitionsPerSecond: 2_305_976,
        statesPerSecond: 736_107,
        bytesPerState: 192,
      })),
      ratios: [
        { workers: 1, toBfs: 3.1, toBest: 3.05 },
        { workers: 2, toBfs: 6.2, toBest: 6.1 },
      ],
    },
    {
      model: 'philosophers-13',
      parameters: { n: 13 },
      bits: 39,
      states: 5_564_522,
      transitions: 52_275_614,
      mismatch: 'SPIN bfs finds 1 states and 1 transitions, fencepost 2 and 2',
      ours: [],
      spin: [],
      ratios: [],
    },
  ],
  growth: [point],
  widths: [{ ...point, bits: 300 }],
  workers: [point, { ...point, workers: 2, searchSeconds: 0.032 }],
  large: { ...point, verdict: 'holds' },
  judging: [
    {
      model: 'shmem-universal',
      transitions: 17_900_000,
      all: 1.3,
      withoutLockOrder: 1,
      withoutDeadlock: 0.8,
    },
  ],
  liveness: {
    model: 'requests-6',
    states: 9_000_000,
    transitions: 36_000_000,
    search: 2,
    weak: { seconds: 9, times: 4.5, bytesPerState: 32.5 },
    strong: { seconds: 12, times: 6, bytesPerState: 36 },
  },
  startup: { model: 'peterson', states: 42, seconds: 0.2, nodeSeconds: 0.04 },
}

test('the figures are told in tables of at most 100 columns', () => {
  const text = reportText(figures)
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100)
  expect(text).toMatchInlineSnapshot(`
    "a processor, 2 processors, 16.0 GiB; node v24.21.0, SPIN 6.5.2, gcc 12.2.0
    Medians of 3 runs of the built package, engine 'compiled'; load before: 0.10

    philosophers-13: NOT MEASURED, COUNTS DIFFER.
      SPIN bfs finds 1 states and 1 transitions, fencepost 2 and 2

    Against SPIN, on equal counts; whole processes, SPIN's without its compile time.
    Ratios are of one worker.

    model            bits  states  transitions  SPIN bfs  SPIN dfs  1 worker  2 workers  vs bfs  vs best
    shmem-universal   277  5.72 M       17.9 M    7.77 s    7.77 s    2.50 s     1.25 s  3.10 x   3.05 x

    transitions a second  SPIN bfs  SPIN dfs  1 worker  2 workers  search alone
    shmem-universal         2.31 M    2.31 M    7.17 M     14.3 M        7.79 M

    bytes a state    SPIN bfs  SPIN dfs  store  whole process  SPIN's compile time
    shmem-universal       192       192   62.5           81.0       4.56 s, 4.56 s

    Growth with the number of states (philosophers, one worker)

    model           states  transitions  search  ns/transition  bytes/state
    philosophers-9  46,763      304,110  0.05 s            168         28.0

    Growth with the width of a state (one graph, one worker)

    state     states  transitions  search  ns/transition  bytes/state
    300 bits  46,763      304,110  0.05 s            168         28.0

    Workers

    model                      states  transitions  search  ns/transition  bytes/state
    philosophers-9, 1 worker   46,763      304,110  0.05 s            168         28.0
    philosophers-9, 2 workers  46,763      304,110  0.03 s            168         28.0

    2 workers against 1 worker, search time: 1.60 x

    philosophers-9, 2 workers: holds, 46,763 states in 0.05 s, the process held 128 MiB at most

    What judging costs (the search alone, one worker)

    model            transitions  search  no lock order  nor deadlock  lock order  deadlock
    shmem-universal       17.9 M  1.30 s         1.00 s        0.80 s      1.30 x    1.25 x

    What a property of runs costs (9,000,000 states, 36,000,000 transitions, one worker)

    requests-6                  time  of the search  bytes/state
    search alone              2.00 s
    leadsTo, weak fairness    9.00 s         4.50 x         32.5
    leadsTo, strong fairness  12.0 s         6.00 x         36.0

    Start-up, peterson (42 states): 0.20 s the whole process, 0.16 s apart from node itself (0.04 s)"
  `)
})

test('figures of a loaded machine or of a quick look are not passed off as results', () => {
  const load = { before: 3, after: 3 }
  const text = reportText({ ...figures, quick: true, machine: { ...figures.machine, load } })
  expect(text).toContain('OTHERS LOAD THE MACHINE')
  expect(text).toContain('QUICK')
})

test('without SPIN its columns are empty and the rest is there', () => {
  const [first] = figures.comparisons
  const alone = { ...first!, spin: [], ratios: [] }
  const text = reportText({ ...figures, comparisons: [alone], missing: ['SPIN is not installed.'] })
  expect(text).toContain('SPIN is not installed.')
  expect(text).toMatch(/^shmem-universal +277 +5\.72 M +17\.9 M +- +- +2\.50 s +1\.25 s +- +-$/m)
})
