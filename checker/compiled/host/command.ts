/** What all workers do together, each its part of it, in slices. */

import type { region } from '../runtime/memory-map.ts'
import { status } from '../runtime/memory-map.ts'
import type { Instance } from './instance.ts'

export const commands = [
  'advance',
  'clear',
  'refill',
  'refillNumbers',
  'markLevel',
  'refillMarks',
  'count',
] as const
export type Command = (typeof commands)[number]

/** This part of so many equal ones. */
export interface Part {
  readonly part: number
  readonly parts: number
}

/** One thread's part of a command; yields some hundred times a second, and ends with a status. */
export function* perform(
  command: Command,
  instance: Instance,
  part: Part,
): Generator<void, number> {
  const { exports, memory } = instance
  switch (command) {
    case 'advance':
      return yield* inSlices(instance, (budget) => exports.advance(budget))
    case 'markLevel':
      return yield* inSlices(instance, (budget) => exports.markLevel(budget))
    case 'clear': {
      for (const [from, to] of slices(0, memory.control('slots'), part, slotsAtOnce)) {
        exports.clear(from, to)
        yield
      }
      return status.done
    }
    case 'refill':
    case 'refillNumbers': {
      for (let number = 0; number < memory.ground.workers; number++) {
        const first = memory.firstRecord(number)
        const end = memory.region(number, 'next')
        for (const [from, to] of slices(first, end, part, recordsAtOnce)) {
          exports[command](from, to)
          yield
        }
      }
      return status.done
    }
    case 'count': {
      for (let number = 0; number < memory.ground.workers; number++) {
        const first = memory.firstRecord(number)
        const end = memory.region(number, 'next')
        for (const [from, to] of slices(first, end, part, statesAtOnce)) {
          instance.count(from, to)
          yield
        }
      }
      return status.done
    }
    case 'refillMarks': {
      const at = (number: number, name: keyof typeof region) => memory.region(number, name)
      for (let number = 0; number < memory.ground.workers; number++) {
        const [first, end] = [at(number, 'unplaced'), at(number, 'mark')]
        for (const [from, to] of slices(first, end, part, recordsAtOnce)) {
          exports.refillMarks(from, to)
          yield
        }
      }
      return status.done
    }
  }
}

const sliceMilliseconds = 5
/** So many take about as long. */
const slotsAtOnce = 2 ** 20
const recordsAtOnce = 2 ** 16
const statesAtOnce = 2 ** 12

/** Calls with as many states as can be done in some milliseconds, until the answer is not that there are more. */
function* inSlices(instance: Instance, some: (budget: number) => number): Generator<void, number> {
  for (;;) {
    const before = performance.now()
    const answer = some(instance.pace)
    if (answer !== status.more) return answer
    const took = performance.now() - before
    if (took < sliceMilliseconds) instance.pace *= 2
    else if (took > 4 * sliceMilliseconds) instance.pace = Math.ceil(instance.pace / 2)
    yield
  }
}

function* slices(
  first: number,
  end: number,
  { part, parts }: Part,
  size: number,
): Generator<readonly [from: number, to: number]> {
  const from = first + Math.floor(((end - first) * part) / parts)
  const to = first + Math.floor(((end - first) * (part + 1)) / parts)
  for (let at = from; at < to; at += size) yield [at, Math.min(to, at + size)]
}
