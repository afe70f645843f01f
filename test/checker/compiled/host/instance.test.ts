/** Two workers' instances in one memory, each doing a part. */

import { expect, test } from 'vitest'
import { divideMemory } from '../../../../checker/compiled/host/ground.ts'
import { Instance } from '../../../../checker/compiled/host/instance.ts'
import { releaseMemory, takeMemory } from '../../../../checker/compiled/host/memory-pool.ts'
import { mode, status } from '../../../../checker/compiled/runtime/memory-map.ts'
import { toy } from '../../toy-system.ts'
import { toyJob } from '../toy-module.ts'

const states = Array.from({ length: 500 }, (_, at) => `${at}`)
const slots = 1024

test.each([1, 2])(
  'a worker that has done nothing yet fills a table that another has emptied, with states of %i words',
  (words) => {
    const { job } = toyJob(toy({ initial: states, steps: {} }), { states, words })
    const memory = takeMemory(job.memoryBytes)
    const ground = divideMemory(memory, job.sizes, job.constants.length, 2, job.memoryBytes)
    const [first, second] = [
      new Instance(job.module, ground, 0),
      new Instance(job.module, ground, 1),
    ]
    first.memory.reset(job.constants)
    first.memory.setControl('mode', mode.search)
    first.memory.setControl('slots', slots)
    first.memory.setControl('limit', slots)
    first.exports.clear(0, slots)
    const addAll = (): void => {
      for (let at = 0; at < states.length; at++) {
        first.memory.putOutcome(0, job.initial.subarray(at * words, (at + 1) * words))
        expect(first.exports.seed(1)).toBe(status.done)
      }
    }
    addAll()
    expect(first.memory.size).toBe(states.length)
    first.exports.clear(0, slots)
    first.exports.refill(0, 200)
    second.exports.refill(200, states.length)
    addAll()
    expect(first.memory.size).toBe(states.length)
    releaseMemory(memory)
  },
)
