/** What runs in a thread that works on a search: it waits for a command, executes its part, and waits again. */

import { workerData } from 'node:worker_threads'
import { control, status } from '../runtime/memory-map.ts'
import { commands, perform } from './command.ts'
import { Instance } from './instance.ts'
import type { Ground } from './ground.ts'

export interface ThreadData {
  readonly module: WebAssembly.Module
  readonly ground: Ground
  readonly worker: number
}

// What `Threads` has sent.
const { module, ground, worker } = workerData as ThreadData
const instance = new Instance(module, ground, worker)
const { words } = instance.memory
const epoch = control.epoch / 4
const running = control.running / 4

let known = Atomics.load(words, epoch)
Atomics.add(words, control.ready / 4, 1)
for (;;) {
  // It may be woken late for a command that it has seen without being woken.
  while (Atomics.load(words, epoch) === known) Atomics.wait(words, epoch, known)
  known = Atomics.load(words, epoch)
  const command = commands[instance.memory.control('command')]
  if (command === undefined) throw new Error('There is no such command.')
  instance.memory.setAnswer(worker, execute(command))
  if (Atomics.sub(words, running, 1) === 1) Atomics.notify(words, running)
}

function execute(command: (typeof commands)[number]): number {
  const work = perform(command, instance, { part: worker, parts: ground.workers })
  for (;;) {
    const { done, value } = work.next()
    if (done === true) return value
    if (command !== 'advance' && command !== 'markLevel' && instance.memory.halted)
      return status.halted
  }
}
