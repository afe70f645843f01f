/** Some shortest run to what a search has found wrong, by the parents of states: where there is no memory for the canonical one. */

import type { Instance } from './instance.ts'
import { initialKind, initialWords } from './job.ts'
import type { Job, JobRun } from './job.ts'
import { RunBuilder } from './run-builder.ts'
import { noNumber } from './search-memory.ts'
import type { SearchMemory, Wrong } from './search-memory.ts'
import { firstStep, isWrongInitial } from './canonical-run.ts'

export function runByParents(job: Job, instance: Instance, wrong: Wrong): JobRun {
  const { memory } = instance
  if (wrong.witness === noNumber) {
    return new RunBuilder(initialWhere(job, (at) => isWrongInitial(job, at, wrong))).ended(
      'initial',
    )
  }
  const numbers = ancestors(memory, wrong.witness)
  const states = numbers.map((number) => memory.state(memory.recordAddress(number)))
  const [first, ...others] = states
  if (first === undefined) throw new Error('A state has no parents, and is not its own.')
  const run = new RunBuilder(
    initialWhere(
      job,
      (at) => job.initialKinds[at] === initialKind.state && isSame(initialWords(job, at), first),
    ),
  )
  run.pass(first)
  for (const [depth, state] of others.entries()) {
    const before = memory.recordAddress(numbers[depth] ?? noNumber)
    const { position } = firstStep(instance, before, (outcome) =>
      memory.outcome(outcome).failure === 0 && isSame(memory.state(outcome), state) ? state : null,
    )
    run.step(position)
    run.pass(state)
  }
  if (others.length === wrong.depth) return run.ended('state')
  const before = memory.recordAddress(wrong.witness)
  const { position, found } = firstStep(instance, before, (outcome) =>
    instance.endsStep(before, outcome) ? { ...memory.outcome(outcome), outcome } : null,
  )
  run.step(position)
  if (found.failure === 0) run.pass(memory.state(found.outcome))
  return run.ended('step')
}

/** From the initial state to this one. */
function ancestors(memory: SearchMemory, last: number): readonly number[] {
  const numbers: number[] = []
  for (let number = last; number !== noNumber; number = memory.parent(number)) numbers.push(number)
  return numbers.toReversed()
}

function initialWhere({ initialKinds }: Job, test: (position: number) => boolean): number {
  const position = initialKinds.findIndex((_, at) => test(at))
  if (position === -1) throw new Error('No initial outcome leads to what was found.')
  return position
}

function isSame(left: BigUint64Array, right: BigUint64Array): boolean {
  return left.every((word, position) => word === right[position])
}
