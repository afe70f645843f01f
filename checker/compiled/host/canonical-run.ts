/** The canonical run to what a search has found wrong, as `checker/canonical.ts` defines it: marks from its end back, then forward. */

import { ofRankCode } from '../runtime/judgement.ts'
import { mode, stage, status } from '../runtime/memory-map.ts'
import type { Crew } from './crew.ts'
import type { Instance } from './instance.ts'
import { initialKind, initialWords } from './job.ts'
import type { Job, JobRun } from './job.ts'
import type { Levels } from './levels.ts'
import { RunBuilder } from './run-builder.ts'
import type { Mark, SearchMemory, Wrong } from './search-memory.ts'
import { Table } from './table.ts'

/** `no memory`: the marks have no room. Null: the crew had to stop. */
export async function canonicalRun(
  job: Job,
  crew: Crew,
  levels: Levels,
  wrong: Wrong,
): Promise<JobRun | 'no memory' | null> {
  const { memory } = crew.instance
  const table = new Table(memory, memory.ground.mostMarkSlots, 'refillMarks')
  memory.setControl('wanted', wrong.code)
  memory.setControl('mode', mode.mark)
  await table.begin(crew)
  for (let depth = wrong.depth; depth >= 0; depth--) {
    const states = levels.counts[depth] ?? 0
    if (states === 0 || (depth === wrong.depth && !mayBeOfState(wrong))) continue
    const alone = !(await crew.shares(states))
    levels.open(depth)
    memory.setControl('stage', stageOf(depth, wrong))
    memory.setTarget(0, alone ? memory.roomiest('marks') : 0)
    const answer = await crew.run('markLevel', alone)
    if (answer === status.full) return 'no memory'
    if (answer === status.halted || !(await place(crew, memory, table, alone))) {
      return crew.stopped === null ? 'no memory' : null
    }
  }
  return forward(job, crew.instance, levels, wrong)
}

function mayBeOfState({ code }: Wrong): boolean {
  const { kind } = ofRankCode(code)
  return kind !== 'assertion' && kind !== 'step'
}

function stageOf(depth: number, wrong: Wrong): number {
  if (depth === wrong.depth) return stage.ends
  return depth === wrong.depth - 1 ? stage.lastStep : stage.way
}

/** Puts the new marks into the table; false when they do not fit or the crew had to stop. */
async function place(
  crew: Crew,
  memory: SearchMemory,
  table: Table,
  alone: boolean,
): Promise<boolean> {
  const regions = memory.ground.workers
  let marks = 0
  for (let region = 0; region < regions; region++) {
    marks += memory.region(region, 'mark') - memory.firstMark(region)
  }
  if (marks <= table.limit) {
    if ((await crew.run('refillMarks', alone)) === status.halted) return false
  } else {
    for (let region = 0; region < regions; region++) {
      memory.setRegion(region, 'unplaced', memory.firstMark(region))
    }
    while (marks > table.limit) if (!(await table.grow(crew, marks))) return false
  }
  for (let region = 0; region < regions; region++) {
    memory.setRegion(region, 'unplaced', memory.region(region, 'mark'))
  }
  return true
}

/** From the first of the best initial states always the first of the best steps. */
function forward(job: Job, instance: Instance, levels: Levels, wrong: Wrong): JobRun {
  const { memory } = instance
  const first = start(job, instance, wrong)
  const run = new RunBuilder(first.initial)
  if (first.mark === null) return run.ended('initial')
  run.pass(initialWords(job, first.initial))
  let at = first.mark
  let actor: number | null = null
  for (let depth = 0; depth < wrong.depth; depth++) {
    const before = memory.recordAddress(at.number)
    const least = switchesFrom(at, actor)
    const last = depth === wrong.depth - 1
    const next = firstStep(instance, before, (outcome) => {
      const { failure, actor: taker } = memory.outcome(outcome)
      const turn = actor === null || taker === actor ? 0 : 1
      const ends = last && instance.endsStep(before, outcome)
      const mark = ends || failure !== 0 ? null : instance.markOf(outcome)
      // A step may come back to an earlier level, whose states have marks of their own.
      const reached = mark !== null && levels.has(depth + 1, mark.number) ? mark : null
      const after = ends ? 0 : reached === null ? Infinity : switchesFrom(reached, taker)
      if (after + turn !== least) return null
      return { ends, failure, taker, reached, words: memory.state(outcome) }
    })
    run.step(next.position)
    if (next.found.failure === 0) run.pass(next.found.words)
    if (next.found.reached === null) return run.ended('step')
    at = next.found.reached
    actor = next.found.taker
  }
  return run.ended('state')
}

/** The first initial outcome from which the fewest context switches are left; without a mark when it is itself what is wrong. */
function start(job: Job, instance: Instance, wrong: Wrong): { initial: number; mark: Mark | null } {
  const { memory } = instance
  let best: { initial: number; mark: Mark | null } | null = null
  let least = Infinity
  for (let initial = 0; initial < job.initialKinds.length; initial++) {
    let mark: Mark | null = null
    if (job.initialKinds[initial] === initialKind.state) {
      memory.putOutcome(0, initialWords(job, initial))
      mark = instance.markOf(memory.batch)
      if (mark === null) continue
    } else if (!isWrongInitial(job, initial, wrong)) continue
    const switches = mark?.switches ?? 0
    if (switches >= least) continue
    least = switches
    best = { initial, mark }
  }
  if (best === null) throw new Error('No initial state leads to what was found.')
  return best
}

/** Whether the initial outcome itself is what is wrong. */
export function isWrongInitial(job: Job, initial: number, { depth, code }: Wrong): boolean {
  if (depth > 0) return false
  const { kind } = ofRankCode(code)
  return (
    (kind === 'fault' || kind === 'assertion') && job.initialKinds[initial] === initialKind[kind]
  )
}

/** The fewest context switches from a state on, after a step by this actor; null: by nobody. */
function switchesFrom(mark: Mark, actor: number | null): number {
  return mark.switches + (actor === null || mark.isBest(actor) ? 0 : 1)
}

/** The first outcome of a state for which `choose` finds something, both at addresses. */
export function firstStep<Found>(
  instance: Instance,
  before: number,
  choose: (outcome: number) => Found | null,
): { position: number; found: Found } {
  let position = 0
  let chosen: { position: number; found: Found } | null = null
  instance.list(before, (outcome) => {
    const found = chosen === null ? choose(outcome) : null
    if (found !== null) chosen = { position, found }
    position++
  })
  if (chosen === null) throw new Error('A shortest run cannot go on.')
  return chosen
}
