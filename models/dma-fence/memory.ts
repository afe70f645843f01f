/** The memory on which jobs work: a buffer that can be moved, and a page of the user's. */

import {
  bool,
  fail,
  oneOf,
  set,
  some,
  step,
  when,
  type EffectNode,
  type IdentitySort,
  type Input,
  type ModelBuilder,
  type PlaceOf,
  type SetSort,
} from '../../dsl/index.ts'

export type Job = IdentitySort<'job'>

/** Whether the buffer is where it was in the beginning, or that memory is somebody else's by now. */
const placement = oneOf('first', 'moved')

export type Memory = ReturnType<typeof memoryOf>

/** Declares the memory: what moves and what is unmapped is part of the state only where that can happen. */
export function memoryOf(
  m: ModelBuilder,
  job: Job,
  { moves, unmaps }: { readonly moves: boolean; readonly unmaps: boolean },
) {
  const bo = moves
    ? {
        placement: m.state('placement', placement),
        /** Jobs whose commands have the address of its first memory in them. */
        relocated: m.state('relocated', set(job)),
      }
    : null
  const user = unmaps
    ? {
        /** Jobs for which the page was looked up, and the notifier was not called since. */
        valid: m.state('range_valid', set(job)),
        mapped: m.state('page_mapped', bool, true),
      }
    : null

  return {
    bo,
    user,

    /** The effects by which the job's commands have the address that the buffer has now. */
    *relocate(which: Input<Job>): Generator<EffectNode<void>, void, unknown> {
      if (bo === null) return
      yield* when(bo.placement.eq('first'), function* () {
        yield* bo.relocated.set(bo.relocated.add(which))
      })
    },

    /** Moves the contents, and gives the first memory to somebody else. */
    move: (name: string) =>
      step(name, {}, function* () {
        if (bo !== null) yield* bo.placement.set('moved')
      }),

    /** What the hardware does for each job in this set: it writes where the job's commands say. */
    *written(running: PlaceOf<SetSort<Job>>): Generator<EffectNode<void>, void, unknown> {
      if (bo !== null) {
        const astray = some(job, (j) => running.has(j).and(bo.relocated.has(j)))
        yield* when(astray.and(bo.placement.eq('moved')), function* () {
          yield* fail('the GPU writes to memory that has a new owner')
        })
      }
      if (user !== null) {
        yield* when(running.isEmpty().not().and(user.mapped.not()), function* () {
          yield* fail('the GPU writes to a page that is unmapped')
        })
      }
    },
  }
}
