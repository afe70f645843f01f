/** The hardware, its interrupt, and what is done with the sequence numbers that it writes. */

import {
  and,
  either,
  forever,
  leave,
  loop,
  not,
  pick,
  procedure,
  step,
  type StatementNode,
} from '../../dsl/index.ts'
import type { Scene } from './scene.ts'

/** A function without parameters. */
export type KernelFunction = () => StatementNode<never, void>

/** `amdgpu_fence_process`: signals the fence of each job of which the sequence number is written. */
export function fenceProcessOf({
  omits,
  written,
  emitted,
  finished,
  parent,
}: Scene): KernelFunction {
  const signals = !omits('amdgpu_fence_process: dma_fence_signal')
  const pending = not(written.isEmpty())

  return procedure(function* amdgpu_fence_process() {
    yield* loop(function* () {
      yield* either(
        function* () {
          const which = yield* step('amdgpu_fence_read', { guard: pending }, function* () {
            const next = yield* pick(written)
            yield* written.set(written.remove(next))
            if (emitted !== null) yield* emitted.set(emitted.remove(next))
            return next
          })
          if (signals) yield* (parent ?? finished).at(which).signal()
        },
        function* () {
          yield* step('amdgpu_fence_read = last_seq', { guard: not(pending) }, function* () {})
          yield* leave()
        },
      )
    })
  })
}

/** Declares the hardware: what writes to memory, what takes one job after the other, and its interrupt. */
export function gpu(scene: Scene, amdgpu_fence_process: KernelFunction): void {
  const { m, memory, running, hung, written, wedged } = scene
  const healthy = hung === null ? running : running.minus(hung)
  const alive = not(healthy.isEmpty())
  const ends = wedged === null ? alive : and(alive, not(wedged))
  const work = { kind: 'event', event: 'work on the ring', by: null } as const

  if (memory.bo !== null || memory.user !== null) {
    const executes = { guard: not(running.isEmpty()), wait: work, idle: true }
    m.process('shader', { daemon: true }, function* () {
      yield* forever(function* () {
        yield* step('a job writes to memory', executes, () => memory.written(running))
      })
    })
  }

  const takes = { guard: ends, wait: work, idle: true }
  m.process('ring', { daemon: true }, function* () {
    const end = function* () {
      yield* step('a job ends: seqno, interrupt', takes, function* () {
        const which = yield* pick(healthy)
        yield* running.set(running.remove(which))
        yield* written.set(written.add(which))
      })
    }
    yield* forever(function* () {
      if (hung === null) yield* end()
      else {
        yield* either(end, function* () {
          yield* step('a job hangs', takes, function* () {
            const which = yield* pick(healthy)
            yield* hung.set(hung.add(which))
          })
        })
      }
    })
  })

  m.process('irq', { daemon: true, context: 'hardirq' }, function* () {
    yield* forever(function* () {
      const interrupt = { kind: 'event', event: 'an interrupt of the GPU', by: null } as const
      const raised = { guard: not(written.isEmpty()), wait: interrupt, idle: true }
      yield* step('amdgpu_irq_handler', raised, function* () {})
      yield* amdgpu_fence_process()
    })
  })
}
