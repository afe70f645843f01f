/** The steps of single states in compiled code, without a search. */

import { divideMemory, leastMemory } from '../../../../checker/compiled/host/ground.ts'
import { Instance } from '../../../../checker/compiled/host/instance.ts'
import type { Job } from '../../../../checker/compiled/host/job.ts'
import { releaseMemory, takeMemory } from '../../../../checker/compiled/host/memory-pool.ts'
import { status } from '../../../../checker/compiled/runtime/memory-map.ts'

/** One way on from a state, in the order of the others. */
interface CompiledOutcome {
  /** Null when it failed. */
  readonly words: BigUint64Array | null
  /** The number of the failure; 0 when it did not fail. */
  readonly failure: number
  /** The number of the thread; that of the threads for an action. */
  readonly actor: number
}

/** All outcomes of the state with these words, in order. */
export function expandOnce(
  { module, sizes, constants }: Job,
  state: BigUint64Array,
): readonly CompiledOutcome[] {
  const bytes = leastMemory({ sizes, constants }, 1) + room
  const shared = takeMemory(bytes)
  const instance = new Instance(module, divideMemory(shared, sizes, constants.length, 1, bytes), 0)
  const { memory, exports } = instance
  memory.reset(constants)
  memory.setControl('slots', memory.ground.mostSlots)
  memory.setControl('limit', memory.ground.mostSlots)
  memory.setControl('depth', -1)
  exports.clear(0, memory.ground.mostSlots)
  memory.putOutcome(0, state)
  if (exports.seed(1) !== status.done) throw new Error('There is no room for one state.')
  const outcomes: CompiledOutcome[] = []
  instance.list(memory.recordAddress(0), (at) => {
    const { failure, actor } = memory.outcome(at)
    outcomes.push({ words: failure === 0 ? memory.state(at) : null, failure, actor })
  })
  releaseMemory(shared)
  return outcomes
}

const room = 65_536
