/** What judging costs: the search with and without the validator of lock order, and without looking for deadlocks too. */

import { runFencepost } from './fencepost.ts'
import type { OurRun } from './fencepost.ts'
import type { Setting } from './comparison.ts'
import { medianOf } from './median.ts'
import { subjects } from './subjects.ts'
import type { Subject } from './subjects.ts'

/** Medians of the search alone, in seconds, with one worker. */
export interface Judging {
  readonly model: string
  readonly transitions: number
  readonly all: number
  readonly withoutLockOrder: number
  readonly withoutDeadlock: number
}

const ways = {
  all: { lockOrder: true, deadlock: true },
  withoutLockOrder: { lockOrder: false, deadlock: true },
  withoutDeadlock: { lockOrder: false, deadlock: false },
} as const

/** On the models that have locks; the ways take turns. */
export async function judging(setting: Setting, quick: boolean): Promise<readonly Judging[]> {
  const found: Judging[] = []
  for (const subject of subjects.filter(({ deadlock, file }) => deadlock && hasLocks(file))) {
    found.push(await judged(setting, subject, quick ? subject.quick : subject.parameters))
  }
  return found
}

function hasLocks(file: string): boolean {
  return file.startsWith('shmem/') || file.startsWith('ww-mutex/')
}

async function judged(
  { build, engine, runs, say }: Setting,
  { name, file, template }: Subject,
  parameters: Subject['parameters'],
): Promise<Judging> {
  say(`${name}: with and without judging`)
  const taken: { readonly [way in keyof typeof ways]: OurRun[] } = {
    all: [],
    withoutLockOrder: [],
    withoutDeadlock: [],
  }
  const model = build.file(`models/${file}#${template}`)
  // The differences are small: more runs than elsewhere.
  for (let i = 0; i < runs * 3; i++) {
    for (const way of ['all', 'withoutLockOrder', 'withoutDeadlock'] as const) {
      const options = { parameters, ...ways[way], workers: 1, engine, memory: null }
      taken[way].push(await runFencepost(build, model, options))
    }
  }
  const search = (way: keyof typeof ways) => medianOf(taken[way], (run) => run.searchSeconds)
  return {
    model: name,
    transitions: taken.all[0]?.generated ?? 0,
    all: search('all'),
    withoutLockOrder: search('withoutLockOrder'),
    withoutDeadlock: search('withoutDeadlock'),
  }
}
