/** What there is to measure, and measuring what is wanted of it. */

import { join } from 'node:path'
import { compare } from './comparison.ts'
import type { Comparison, Setting } from './comparison.ts'
import { builtPackage, sources } from './fencepost.ts'
import { judging } from './judging.ts'
import { liveness } from './liveness.ts'
import { load, machine } from './machine.ts'
import type { Figures } from './report.ts'
import { growth, large, widths, workers } from './scaling.ts'
import { findTools, howToGet } from './spin.ts'
import { startup } from './startup.ts'
import { subjects } from './subjects.ts'

export const parts = [
  'spin',
  'growth',
  'width',
  'workers',
  'judging',
  'liveness',
  'startup',
  'large',
] as const
export type Part = (typeof parts)[number]

/** What is measured where nobody chooses: philosophers 16 take minutes. */
export const usual: readonly Part[] = parts.filter((part) => part !== 'large')

export interface Wanted {
  readonly parts: readonly Part[]
  /** Names of subjects. */
  readonly models: readonly string[]
  readonly runs: number
  readonly workers: readonly number[]
  readonly engine: string
  readonly quick: boolean
  readonly sources: boolean
}

/** Measures it all, with what is made on the way in this folder. Throws when a program that is there does not do its work. */
export async function measure(
  wanted: Wanted,
  folder: string,
  say: (what: string) => void,
): Promise<Figures> {
  const { quick, engine } = wanted
  const tools = await findTools()
  const missing = howToGet(tools)
  const before = load()
  say(`load: ${before}`)
  const build = wanted.sources ? sources : await builtPackage(folder)
  const runs = quick ? 1 : wanted.runs
  const setting: Setting = {
    build,
    engine,
    runs,
    workers: wanted.workers,
    spinFolder: missing.length > 0 ? null : join(folder, 'spin'),
    say,
  }
  const part = async <T>(name: Part, without: T, figures: () => Promise<T>): Promise<T> =>
    wanted.parts.includes(name) ? figures() : without

  const comparisons = await part('spin', [], async () => {
    const found: Comparison[] = []
    for (const subject of subjects.filter(({ name }) => wanted.models.includes(name))) {
      const small = { ...subject, name: `${subject.name}, small`, parameters: subject.quick }
      found.push(await compare(quick ? small : subject, setting))
    }
    return found
  })
  const sizes = quick ? [5, 6, 7] : [9, 10, 11, 12, 13, 14]
  const figures = {
    build: build.name,
    engine,
    runs,
    quick,
    missing,
    comparisons,
    growth: await part('growth', [], () => growth(setting, sizes)),
    widths: await part('width', [], () => widths(setting, [60, 120, 300, 1000], quick ? 8 : 20)),
    workers: await part('workers', [], () => workers(setting, quick ? 8 : 15)),
    large: await part('large', null, () => large(setting, quick ? 9 : 16, '8G')),
    judging: await part('judging', [], () => judging(setting, quick)),
    liveness: await part('liveness', null, () => liveness(setting, quick)),
    startup: await part('startup', null, () => startup(setting)),
  }
  return { machine: machine(tools, { before, after: load() }), ...figures }
}
