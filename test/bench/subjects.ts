/** The models that are measured against SPIN. */

import { join } from 'node:path'
import { lower } from '../../checker/lower/lower.ts'
import type { Program } from '../../checker/lower/program.ts'
import type { AnyTemplate } from '../../dsl/model.ts'

export interface Subject {
  /** As the table and the command line name it. */
  readonly name: string
  /** Below `models/`. */
  readonly file: string
  readonly template: string
  readonly parameters: Readonly<Record<string, string | number>>
  /** Other parameters for a quick look. */
  readonly quick: Readonly<Record<string, string | number>>
  /** Whether deadlocks are looked for, on both sides. */
  readonly deadlock: boolean
}

const philosophers = {
  file: 'classics/dining-philosophers.ts',
  template: 'diningPhilosophers',
  deadlock: false,
}
const twoPhase = {
  file: 'classics/two-phase-commit.ts',
  template: 'twoPhaseCommit',
  quick: { managers: 5 },
  // Nothing ever ends in it.
  deadlock: false,
}
const shmem = { file: 'shmem/shmem.ts', template: 'shmem', deadlock: true }

export const subjects: readonly Subject[] = [
  { ...philosophers, name: 'philosophers-13', parameters: { n: 13 }, quick: { n: 9 } },
  {
    name: 'filter-lock-6',
    file: 'classics/filter-lock.ts',
    template: 'filterLock',
    parameters: { n: 6, wait: 'at-once' },
    quick: { n: 4, wait: 'at-once' },
    deadlock: true,
  },
  { ...twoPhase, name: 'two-phase-7', parameters: { managers: 7 } },
  { ...twoPhase, name: 'two-phase-8', parameters: { managers: 8 } },
  {
    ...shmem,
    name: 'shmem-universal',
    parameters: { convention: 'universal', scenario: 'importers', each: 3 },
    quick: { convention: 'universal', scenario: 'importers', each: 2 },
  },
  {
    ...shmem,
    name: 'shmem-legacy',
    parameters: { convention: 'legacy', scenario: 'all-importers', each: 2 },
    quick: { convention: 'legacy', scenario: 'all-importers', each: 1 },
  },
  {
    ...shmem,
    name: 'shmem-shrinker',
    parameters: { convention: 'legacy', scenario: 'shrinker-trylock', each: 4 },
    quick: { convention: 'legacy', scenario: 'shrinker-trylock', each: 2 },
  },
  {
    name: 'execbuf-4',
    file: 'ww-mutex/execbuf.ts',
    template: 'execbuf',
    parameters: { tasks: 4, buffers: 3 },
    quick: { tasks: 3, buffers: 2 },
    deadlock: true,
  },
]

/** Philosophers at a table of this size: what grows, and what workers share. */
export function table(n: number): Subject {
  const parameters = { n }
  return { ...philosophers, name: `philosophers-${n}`, parameters, quick: parameters }
}

/** The subject as a flat program. Throws when the file has no such template. */
export async function programOf({ file, template, parameters }: Subject): Promise<Program> {
  const path = join(import.meta.dirname, '../../models', file)
  // What a module exports is not known before it is looked at.
  const exports = (await import(path)) as Readonly<Record<string, AnyTemplate | undefined>>
  const found = exports[template]
  if (found === undefined) throw new Error(`${file} has no '${template}'`)
  return lower(found.instantiate(parameters))
}
