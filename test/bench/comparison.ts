/** This engine and SPIN on the same model: first the counts, then the time, in turns. */

import { join } from 'node:path'
import { coding } from '../../checker/compiled/code.ts'
import { layout } from '../../checker/compiled/layout.ts'
import { runFencepost } from './fencepost.ts'
import type { Build, OurRun } from './fencepost.ts'
import { median, medianIfKnown, medianOf } from './median.ts'
import { translate } from './promela/translate.ts'
import { runPan, searches, verifiers } from './spin.ts'
import type { PanOptions, PanRun, Search, Verifiers } from './spin.ts'
import { programOf } from './subjects.ts'
import type { Subject } from './subjects.ts'

export interface Setting {
  readonly build: Build
  readonly engine: string
  readonly runs: number
  /** Workers of this engine, each number measured apart. */
  readonly workers: readonly number[]
  /** Null: SPIN or gcc is not installed. */
  readonly spinFolder: string | null
  readonly say: (what: string) => void
}

/** Medians. */
export interface OurFigures {
  readonly workers: number
  readonly seconds: number
  readonly searchSeconds: number
  readonly transitionsPerSecond: number
  readonly statesPerSecond: number
  readonly storeBytesPerState: number | null
  readonly peakBytesPerState: number | null
}

/** Medians. */
export interface SpinFigures {
  readonly search: Search
  readonly hashBits: number
  readonly compileSeconds: number
  readonly seconds: number
  readonly transitionsPerSecond: number
  readonly statesPerSecond: number
  readonly bytesPerState: number
}

export interface Comparison {
  readonly model: string
  readonly parameters: Subject['parameters']
  /** How wide a state is here. */
  readonly bits: number
  readonly states: number
  readonly transitions: number
  /** What is wrong with the counts; null where they are equal, or where there is nothing to compare with. */
  readonly mismatch: string | null
  readonly ours: readonly OurFigures[]
  readonly spin: readonly SpinFigures[]
  /** For each number of workers, how many times as fast as SPIN, whole process against pan's run: medians of the rounds' ratios. */
  readonly ratios: readonly {
    readonly workers: number
    readonly toBfs: number
    /** To the better of its two searches. */
    readonly toBest: number
  }[]
}

/** Measures one model. Throws a `Refusal` where it has no translation. */
export async function compare(subject: Subject, setting: Setting): Promise<Comparison> {
  const { build, engine, spinFolder, say } = setting
  const program = await programOf(subject)
  const { bits } = layout(program, coding(program.threads))
  const file = build.file(`models/${subject.file}#${subject.template}`)
  const own = (workers: number): Promise<OurRun> =>
    runFencepost(build, file, { ...subject, workers, engine, memory: null })

  say(`${subject.name}: counting`)
  const first = await own(1)
  const about = { model: subject.name, parameters: subject.parameters, bits }
  const counts = { states: first.distinct, transitions: first.generated }
  const nothing = { ...about, ...counts, ours: [], spin: [], ratios: [] }
  if (first.verdict !== 'holds')
    return { ...nothing, mismatch: `fencepost says '${first.verdict}'` }

  const rivals = spinFolder === null ? [] : await prepare(subject, first, setting, spinFolder)
  const mismatch = rivals.flatMap((rival) => rival.mismatch ?? [])[0] ?? null
  if (mismatch !== null) return { ...nothing, mismatch }

  const rounds: Round[] = []
  for (let i = 0; i < setting.runs; i++) {
    say(`${subject.name}: round ${i + 1} of ${setting.runs}`)
    const spin: PanRun[] = []
    for (const rival of rivals) spin.push(await runPan(rival.path, rival.options))
    const ours: OurRun[] = []
    for (const workers of setting.workers) ours.push(await own(workers))
    rounds.push({ ours, spin })
  }
  return {
    ...about,
    ...counts,
    mismatch: unsteady(rounds, first),
    ours: setting.workers.map((workers, i) => ourFigures(workers, column(rounds, 'ours', i))),
    spin: rivals.map((rival, i) => spinFigures(rival, column(rounds, 'spin', i))),
    ratios:
      rivals.length === 0 ? [] : setting.workers.map((workers, i) => ratios(rounds, workers, i)),
  }
}

/** One run of everything, one after the other, so that ratios are of the same minutes. */
interface Round {
  /** By position in the setting's workers. */
  readonly ours: readonly OurRun[]
  /** By position among the searches. */
  readonly spin: readonly PanRun[]
}

/** A verifier, ready to be measured. */
interface Rival {
  readonly search: Search
  readonly path: string
  readonly compileSeconds: number
  readonly options: PanOptions
  readonly mismatch: string | null
}

async function prepare(
  subject: Subject,
  expected: OurRun,
  { say, runs }: Setting,
  spinFolder: string,
): Promise<readonly Rival[]> {
  say(`${subject.name}: compiling SPIN's verifiers`)
  const made = await verifiers(translate(await programOf(subject)), join(spinFolder, subject.name))
  const rivals: Rival[] = []
  for (const search of searches) {
    say(`${subject.name}: SPIN ${search}, counting`)
    rivals.push(await prepared(search, made, subject, expected, runs))
  }
  return rivals
}

/** Compares the counts, then looks for the size of hash table with which this search is fastest. */
async function prepared(
  search: Search,
  { paths, compileSeconds }: Verifiers,
  { deadlock }: Subject,
  expected: OurRun,
  runs: number,
): Promise<Rival> {
  const path = paths[search]
  const enough = Math.ceil(Math.log2(expected.distinct)) + 1
  const wide: PanOptions = { hashBits: enough, maxDepth: expected.distinct + 10, deadlock }
  const counted = await runPan(path, wide)
  const options = { ...wide, maxDepth: counted.depth + 10 }
  const rival = { search, path, compileSeconds: compileSeconds[search] }
  const mismatch = difference(search, counted, expected)
  if (mismatch !== null || runs < 2) return { ...rival, options, mismatch }
  let best = await runPan(path, options)
  let hashBits = enough
  for (const other of [enough - 1, enough + 1, enough + 2]) {
    const tried = await runPan(path, { ...options, hashBits: other })
    if (tried.seconds < best.seconds) [best, hashBits] = [tried, other]
  }
  return { ...rival, options: { ...options, hashBits }, mismatch }
}

/** SPIN counts the initial state among its transitions, as `generated` does. */
export function difference(
  search: Search,
  pan: PanRun,
  ours: Pick<OurRun, 'distinct' | 'generated'>,
): string | null {
  if (pan.truncated) return `SPIN ${search} did not go deep enough`
  if (pan.errors > 0) return `SPIN ${search} reports an error`
  if (pan.states === ours.distinct && pan.transitions === ours.generated) return null
  return (
    `SPIN ${search} finds ${pan.states} states and ${pan.transitions} transitions, ` +
    `fencepost ${ours.distinct} and ${ours.generated}`
  )
}

function unsteady(rounds: readonly Round[], first: OurRun): string | null {
  const all = rounds.flatMap(({ ours }) => ours)
  const same = all.every(({ distinct, generated }) => {
    return distinct === first.distinct && generated === first.generated
  })
  return same ? null : 'fencepost counts differently from run to run'
}

function column<K extends keyof Round>(
  rounds: readonly Round[],
  key: K,
  at: number,
): readonly Round[K][number][] {
  return rounds.flatMap((round) => round[key][at] ?? [])
}

function ourFigures(workers: number, runs: readonly OurRun[]): OurFigures {
  const each = (figure: (run: OurRun) => number | null): number | null =>
    medianIfKnown(runs, (run) => {
      const found = figure(run)
      return found === null ? null : found / run.distinct
    })
  return {
    workers,
    seconds: medianOf(runs, ({ seconds }) => seconds),
    searchSeconds: medianOf(runs, ({ searchSeconds }) => searchSeconds),
    transitionsPerSecond: medianOf(runs, ({ generated, seconds }) => generated / seconds),
    statesPerSecond: medianOf(runs, ({ distinct, seconds }) => distinct / seconds),
    storeBytesPerState: each(({ storeBytes }) => storeBytes),
    peakBytesPerState: each(({ peakBytes }) => peakBytes),
  }
}

function spinFigures(
  { search, compileSeconds, options }: Rival,
  runs: readonly PanRun[],
): SpinFigures {
  return {
    search,
    hashBits: options.hashBits,
    compileSeconds,
    seconds: medianOf(runs, ({ seconds }) => seconds),
    transitionsPerSecond: medianOf(runs, ({ transitions, seconds }) => transitions / seconds),
    statesPerSecond: medianOf(runs, ({ states, seconds }) => states / seconds),
    bytesPerState: medianOf(runs, ({ bytes, states }) => bytes / states),
  }
}

function ratios(
  rounds: readonly Round[],
  workers: number,
  at: number,
): Comparison['ratios'][number] {
  const against = (spinSeconds: (spin: readonly PanRun[]) => number): number =>
    median(rounds.map(({ ours, spin }) => spinSeconds(spin) / (ours[at]?.seconds ?? Number.NaN)))
  return {
    workers,
    toBfs: against((spin) => spin[searches.indexOf('bfs')]?.seconds ?? Number.NaN),
    toBest: against((spin) => Math.min(...spin.map(({ seconds }) => seconds))),
  }
}
