/** A search by the module, below everything that a check makes of it, held against the search in the flat executor. */

import { constantsAddress } from '../../checker/compiled/runtime/memory-map.ts'
import { initialKind } from '../../checker/compiled/host/job.ts'
import type { Job, JobResult } from '../../checker/compiled/host/job.ts'
import { runJob } from '../../checker/compiled/host/run-job.ts'
import type { JobOptions } from '../../checker/compiled/host/run-job.ts'
import { pack } from '../../checker/compiled/pack.ts'
import { assemble } from '../../checker/compiled/assemble/assemble.ts'
import { runtimeFields } from '../../checker/compiled/runtime/runtime.ts'
import { generate } from '../../checker/compiled/step/generate.ts'
import type { Shape } from '../../checker/compiled/runtime/shape.ts'
import type { Wat } from '../../checker/compiled/wat.ts'
import { summaryOf } from '../../checker/explore-system.ts'
import type { SearchOptions } from '../../checker/exploration.ts'
import { observationsOf } from '../../checker/lock-order/observations.ts'
import { Observer } from '../../checker/lock-order/observer.ts'
import { execute } from '../../checker/lower/executor.ts'
import type { Program } from '../../checker/lower/program.ts'
import { search } from '../../checker/search.ts'
import { routeTo } from '../routes.ts'
import { differAt, shown } from './same.ts'

/** What is to be explored, and how. */
export interface Task {
  readonly program: Program
  readonly options: SearchOptions
}

/** The part of the module that is the same for all models; null: there is nothing to change in it. */
export type Runtime = (shape: Shape) => readonly Wat[] | null

const memoryBytes = 32 * 1024 * 1024

/** The job of a task; null where `runtime` has nothing. */
export function jobOf({ program, options }: Task, runtime: Runtime = runtimeFields): Job | null {
  const { fields, generation, shape } = generate(program, false, observationsOf(program))
  const first = runtime(shape)
  if (first === null) return null
  const outcomes = execute(program).initial()
  const initial = new BigUint64Array(outcomes.length * shape.words)
  for (const [position, outcome] of outcomes.entries()) {
    if (outcome.kind !== 'state') continue
    initial.set(pack(outcome.state, program, generation.layout), position * shape.words)
  }
  const { maxStates = null, maxDepth = null, deadlock = true } = options
  return {
    module: new WebAssembly.Module(assemble([...first, ...fields])),
    sizes: shape,
    constants: new Uint8Array(generation.constants.buffer),
    initial,
    initialKinds: Uint8Array.from(outcomes, ({ kind }) => initialKind[kind]),
    bounds: { maxStates, maxDepth, timeout: null, continue: options.continue === true, deadlock },
    memoryBytes: memoryBytes + constantsAddress,
    workers: options.workers ?? 1,
    liveness: null,
  }
}

/** What can be compared: everything but how much memory it took. */
export async function foundBy(job: Job, options: JobOptions = {}) {
  const { memory: _, lasso: _lasso, run, ...found } = await runJob(job, options)
  return { ...found, run: run === null ? null : positionsOf(run) }
}

function positionsOf({ initial, positions, ends }: NonNullable<JobResult['run']>) {
  return { initial, positions, ends }
}

type Found = Awaited<ReturnType<typeof foundBy>>

/** What the search in the flat executor has to say, in the same words. */
export async function foundByExecutor({ program, options }: Task): Promise<Found> {
  const system = execute(program)
  const observer = new Observer(system, program, observationsOf(program))
  const found = await search(system, options, observer)
  const { generated, stop, completeDepth, frontier, levels, outside, unreached } = summaryOf(
    found,
    0,
  )
  const route = (await routeTo(system, options))?.route ?? null
  const { constraints, properties } = program.model
  return {
    levels,
    generated,
    stop,
    completeDepth,
    frontier,
    reached: properties
      .filter(({ kind }) => kind === 'reachable')
      .map(({ name }) => !unreached.includes(name)),
    outside: constraints.map(({ name }) => outside.get(name) ?? 0),
    noted: [...observer.noted].toSorted((a, b) => a - b),
    rank: found.findings.rank,
    run:
      route === null ? null : { initial: route.initial, positions: route.steps, ends: route.end },
    canonical: true,
  }
}

/** Where they differ; null where they do not. */
export function searchDifference(wanted: Found, found: Found): string | null {
  const at = differAt(wanted, found)
  if (at === null) return null
  return `the searches differ at ${at}\n  executor: ${shown(wanted)}\n  module:   ${shown(found)}`
}
