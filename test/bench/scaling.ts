/** How cost grows: with the number of states, with the width of a state; and what a second worker brings. */

import { join } from 'node:path'
import { runFencepost } from './fencepost.ts'
import type { OurRun } from './fencepost.ts'
import { medianIfKnown, medianOf } from './median.ts'
import { table } from './subjects.ts'
import type { Setting } from './comparison.ts'

/** Medians of one model, searched with so many workers. */
export interface Point {
  readonly model: string
  readonly workers: number
  readonly states: number
  readonly transitions: number
  readonly seconds: number
  readonly searchSeconds: number
  /** Of the search. */
  readonly nanosecondsPerTransition: number
  readonly storeBytesPerState: number | null
  readonly peakBytes: number | null
}

/** Philosophers at larger and larger tables. */
export async function growth(
  setting: Setting,
  sizes: readonly number[],
): Promise<readonly Point[]> {
  const points: Point[] = []
  for (const n of sizes) points.push(await philosophers(setting, n, 1, null))
  return points
}

/** One graph of so many switches in wider and wider states; `bits` are those of a state. */
export async function widths(
  setting: Setting,
  bits: readonly number[],
  switches: number,
): Promise<readonly (Point & { readonly bits: number })[]> {
  const points: (Point & { readonly bits: number })[] = []
  for (const wanted of bits) {
    const parameters = { switches, bits: Math.min(50, Math.floor(wanted / switches)) }
    const own = () =>
      runFencepost(setting.build, join(import.meta.dirname, 'wide.ts'), {
        parameters,
        deadlock: true,
        workers: 1,
        engine: setting.engine,
        memory: null,
      })
    const point = await measured(`wide-${wanted}`, 1, setting, own)
    points.push({ ...point, bits: switches * parameters.bits })
  }
  return points
}

/** A table of philosophers with each of these numbers of workers, in turns. */
export async function workers(setting: Setting, n: number): Promise<readonly Point[]> {
  const runs = setting.workers.map((): OurRun[] => [])
  for (let i = 0; i < setting.runs; i++) {
    for (const [position, count] of setting.workers.entries()) {
      setting.say(`philosophers-${n}: round ${i + 1} of ${setting.runs}, workers: ${count}`)
      runs[position]?.push(await ownTable(setting, n, count, null))
    }
  }
  return setting.workers.map((count, position) => {
    return pointOf(`philosophers-${n}`, count, runs[position] ?? [])
  })
}

/** One run of a large table within so much memory. */
export async function large(
  setting: Setting,
  n: number,
  memory: string,
): Promise<Point & { readonly verdict: string }> {
  setting.say(`philosophers-${n}: two workers in ${memory}`)
  const run = await ownTable(setting, n, 2, memory)
  return { ...pointOf(`philosophers-${n}`, 2, [run]), verdict: run.verdict }
}

function philosophers(
  setting: Setting,
  n: number,
  count: number,
  memory: string | null,
): Promise<Point> {
  return measured(`philosophers-${n}`, count, setting, () => ownTable(setting, n, count, memory))
}

function ownTable(
  { build, engine }: Setting,
  n: number,
  count: number,
  memory: string | null,
): Promise<OurRun> {
  const subject = table(n)
  const file = build.file(`models/${subject.file}#${subject.template}`)
  return runFencepost(build, file, { ...subject, workers: count, engine, memory })
}

async function measured(
  model: string,
  count: number,
  { runs, say }: Setting,
  own: () => Promise<OurRun>,
): Promise<Point> {
  say(`${model}: ${runs} runs`)
  const found: OurRun[] = []
  for (let i = 0; i < runs; i++) found.push(await own())
  return pointOf(model, count, found)
}

function pointOf(model: string, count: number, runs: readonly OurRun[]): Point {
  return {
    model,
    workers: count,
    states: medianOf(runs, ({ distinct }) => distinct),
    transitions: medianOf(runs, ({ generated }) => generated),
    seconds: medianOf(runs, ({ seconds }) => seconds),
    searchSeconds: medianOf(runs, ({ searchSeconds }) => searchSeconds),
    nanosecondsPerTransition: medianOf(runs, (run) => (run.searchSeconds / run.generated) * 1e9),
    storeBytesPerState: medianIfKnown(runs, ({ storeBytes, distinct }) =>
      storeBytes === null ? null : storeBytes / distinct,
    ),
    peakBytes: medianIfKnown(runs, ({ peakBytes }) => peakBytes),
  }
}
