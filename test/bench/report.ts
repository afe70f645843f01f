/** The figures as text. */

import type { Comparison } from './comparison.ts'
import type { Judging } from './judging.ts'
import type { Liveness } from './liveness.ts'
import { quiet } from './machine.ts'
import type { Machine } from './machine.ts'
import type { Point } from './scaling.ts'
import type { Startup } from './startup.ts'
import { bytes, digits, rough, seconds, textTable, times, whole } from './text-table.ts'

export interface Figures {
  readonly machine: Machine
  readonly build: string
  readonly engine: string
  readonly runs: number
  readonly quick: boolean
  /** What could not be measured, and why. */
  readonly missing: readonly string[]
  readonly comparisons: readonly Comparison[]
  readonly growth: readonly Point[]
  readonly widths: readonly (Point & { readonly bits: number })[]
  readonly workers: readonly Point[]
  readonly large: (Point & { readonly verdict: string }) | null
  readonly judging: readonly Judging[]
  readonly liveness: Liveness | null
  readonly startup: Startup | null
}

/** All tables, at most 100 columns wide. */
export function reportText(figures: Figures): string {
  return [
    head(figures),
    ...(figures.comparisons.length === 0 ? [] : comparisonText(figures.comparisons)),
    ...points('Growth with the number of states (philosophers, one worker)', figures.growth, false),
    ...widthText(figures.widths),
    ...points('Workers', figures.workers, true),
    ...speedUp(figures.workers),
    ...(figures.large === null ? [] : largeText(figures.large)),
    ...judgingText(figures.judging),
    ...(figures.liveness === null ? [] : livenessText(figures.liveness)),
    ...(figures.startup === null ? [] : startupText(figures.startup)),
  ].join('\n\n')
}

function head({ machine, build, engine, runs, quick, missing }: Figures): string {
  const { processor, processors, memoryBytes, node, spin, gcc, load } = machine
  const loaded = load.before > quiet
  return [
    `${processor}, ${processors} processors, ${bytes(memoryBytes)}; node ${node}, ` +
      `SPIN ${spin ?? '-'}, gcc ${gcc ?? '-'}`,
    `Medians of ${runs} runs of the ${build}, engine '${engine}'; load before: ${digits(load.before)}`,
    ...(loaded ? ['OTHERS LOAD THE MACHINE: these figures compare nothing.'] : []),
    ...(quick
      ? ['QUICK: small models, for a look at the program; these figures compare nothing.']
      : []),
    ...missing,
  ].join('\n')
}

function comparisonText(comparisons: readonly Comparison[]): readonly string[] {
  const wrong = comparisons.flatMap(({ model, mismatch }) =>
    mismatch === null ? [] : [`${model}: NOT MEASURED, COUNTS DIFFER.\n  ${mismatch}`],
  )
  const measured = comparisons.filter(({ mismatch }) => mismatch === null)
  if (measured.length === 0) return [wrong.join('\n')]
  const time = (of: Comparison, search: string): string => {
    const found = of.spin.find((each) => each.search === search)
    return found === undefined ? '-' : seconds(found.seconds)
  }
  const counts = measured[0]?.ours.map(({ workers }) => workers) ?? []
  const durations = textTable(
    [
      'model',
      'bits',
      'states',
      'transitions',
      'SPIN bfs',
      'SPIN dfs',
      ...counts.map(workerName),
      'vs bfs',
      'vs best',
    ],
    measured.map((each) => [
      each.model,
      String(each.bits),
      rough(each.states),
      rough(each.transitions),
      time(each, 'bfs'),
      time(each, 'dfs'),
      ...each.ours.map((own) => seconds(own.seconds)),
      each.ratios[0] === undefined ? '-' : times(each.ratios[0].toBfs),
      each.ratios[0] === undefined ? '-' : times(each.ratios[0].toBest),
    ]),
  )
  const rates = textTable(
    ['transitions a second', 'SPIN bfs', 'SPIN dfs', ...counts.map(workerName), 'search alone'],
    measured.map((each) => [
      each.model,
      ...['bfs', 'dfs'].map((search) => {
        const found = each.spin.find((one) => one.search === search)
        return found === undefined ? '-' : rough(found.transitionsPerSecond)
      }),
      ...each.ours.map((own) => rough(own.transitionsPerSecond)),
      each.ours[0] === undefined ? '-' : rough(each.transitions / each.ours[0].searchSeconds),
    ]),
  )
  const memory = textTable(
    ['bytes a state', 'SPIN bfs', 'SPIN dfs', 'store', 'whole process', "SPIN's compile time"],
    measured.map((each) => [
      each.model,
      ...['bfs', 'dfs'].map((search) => {
        const found = each.spin.find((one) => one.search === search)
        return found === undefined ? '-' : digits(found.bytesPerState)
      }),
      known(each.ours[0]?.storeBytesPerState ?? null),
      known(each.ours[0]?.peakBytesPerState ?? null),
      each.spin.map(({ compileSeconds }) => seconds(compileSeconds)).join(', ') || '-',
    ]),
  )
  return [
    ...(wrong.length === 0 ? [] : [wrong.join('\n')]),
    `Against SPIN, on equal counts; whole processes, SPIN's without its compile time.\n` +
      `Ratios are of one worker.\n\n${durations}`,
    rates,
    memory,
  ]
}

function points(title: string, all: readonly Point[], named: boolean): readonly string[] {
  if (all.length === 0) return []
  const rows = all.map((each) => [
    named ? `${each.model}, ${workerName(each.workers)}` : each.model,
    whole(each.states),
    whole(each.transitions),
    seconds(each.searchSeconds),
    digits(each.nanosecondsPerTransition),
    known(each.storeBytesPerState),
  ])
  return [
    `${title}\n\n${textTable(['model', 'states', 'transitions', 'search', 'ns/transition', 'bytes/state'], rows)}`,
  ]
}

function widthText(all: readonly (Point & { readonly bits: number })[]): readonly string[] {
  if (all.length === 0) return []
  const rows = all.map((each) => [
    `${each.bits} bits`,
    whole(each.states),
    whole(each.transitions),
    seconds(each.searchSeconds),
    digits(each.nanosecondsPerTransition),
    known(each.storeBytesPerState),
  ])
  const header = ['state', 'states', 'transitions', 'search', 'ns/transition', 'bytes/state']
  return [`Growth with the width of a state (one graph, one worker)\n\n${textTable(header, rows)}`]
}

function speedUp(all: readonly Point[]): readonly string[] {
  const [one, ...others] = all
  if (one === undefined) return []
  return others.map(({ workers, searchSeconds }) => {
    const gain = times(one.searchSeconds / searchSeconds)
    return `${workerName(workers)} against ${workerName(one.workers)}, search time: ${gain}`
  })
}

function largeText(point: Point & { readonly verdict: string }): readonly string[] {
  const { model, verdict, states, searchSeconds, peakBytes } = point
  const held = peakBytes === null ? '' : `, the process held ${bytes(peakBytes)} at most`
  return [
    `${model}, 2 workers: ${verdict}, ${whole(states)} states in ${seconds(searchSeconds)}${held}`,
  ]
}

function judgingText(all: readonly Judging[]): readonly string[] {
  if (all.length === 0) return []
  const rows = all.map(({ model, transitions, all: search, withoutLockOrder, withoutDeadlock }) => [
    model,
    rough(transitions),
    seconds(search),
    seconds(withoutLockOrder),
    seconds(withoutDeadlock),
    times(search / withoutLockOrder),
    times(withoutLockOrder / withoutDeadlock),
  ])
  const header = [
    'model',
    'transitions',
    'search',
    'no lock order',
    'nor deadlock',
    'lock order',
    'deadlock',
  ]
  return [`What judging costs (the search alone, one worker)\n\n${textTable(header, rows)}`]
}

function livenessText({
  model,
  states,
  transitions,
  search,
  weak,
  strong,
}: Liveness): readonly string[] {
  const rows = [
    ['search alone', seconds(search), '', ''],
    ...(['weak', 'strong'] as const).map((fairness) => {
      const cost = fairness === 'weak' ? weak : strong
      return [
        `leadsTo, ${fairness} fairness`,
        seconds(cost.seconds),
        times(cost.times),
        known(cost.bytesPerState),
      ]
    }),
  ]
  const table = textTable([model, 'time', 'of the search', 'bytes/state'], rows)
  const graph = `${whole(states)} states, ${whole(transitions)} transitions, one worker`
  return [`What a property of runs costs (${graph})\n\n${table}`]
}

function startupText({ model, states, seconds: all, nodeSeconds }: Startup): readonly string[] {
  return [
    `Start-up, ${model} (${states} states): ${seconds(all)} the whole process, ` +
      `${seconds(all - nodeSeconds)} apart from node itself (${seconds(nodeSeconds)})`,
  ]
}

function workerName(count: number): string {
  return count === 1 ? '1 worker' : `${count} workers`
}

function known(value: number | null): string {
  return value === null ? '-' : digits(value)
}
