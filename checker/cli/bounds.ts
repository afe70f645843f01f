/** The options that `run` and `check` share: how far to explore, and with what. */

import { Option } from 'commander'
import type { Command } from 'commander'
import type { CheckOptions } from '../check.ts'
import { defaultEngine, engineNames } from '../engine.ts'
import type { EngineName } from '../engine.ts'
import { count, memory, seconds, threads } from './quantities.ts'

/** As commander hands them over; what was not given is not there. */
export interface BoundOptions {
  readonly maxStates?: number
  readonly maxDepth?: number
  readonly timeout?: number
  readonly memory?: number
  readonly workers?: number
  readonly continue?: true
  /** False after `--no-deadlock`. */
  readonly deadlock: boolean
  readonly stuck?: true
  /** False after `--no-liveness`. */
  readonly liveness: boolean
  /** False after `--no-lock-order`. */
  readonly lockOrder: boolean
  readonly engine?: EngineName
}

/** Adds the options to a command. */
export function withBounds(command: Command): Command {
  return command
    .addOption(
      new Option('--max-states <n>', 'stop after the level in which n states are found').argParser(
        count,
      ),
    )
    .addOption(
      new Option('--max-depth <n>', 'expand no state that is n steps deep').argParser(count),
    )
    .addOption(
      new Option('--timeout <time>', 'stop after this time: 30s, 5m, 1h, 500ms').argParser(seconds),
    )
    .option('--continue', 'explore on past what is wrong, and count everything')
    .option('--no-deadlock', 'do not look for deadlocks')
    .option(
      '--stuck',
      'when all else holds, look on the state graph for deadlocks that no state shows by itself',
    )
    .option('--no-liveness', 'do not judge temporal properties')
    .option('--no-lock-order', 'do not judge the order in which locks are taken')
    .addOption(
      new Option(
        '--memory <size>',
        'stop when so much is full: 8G, 512M (default: most of what is free, at most 16G)',
      ).argParser(memory),
    )
    .addOption(
      new Option(
        '--workers <n|auto>',
        'how many threads search a model; no answer depends on it (default: 1)',
      ).argParser(threads),
    )
    .addOption(
      new Option(
        '--engine <name>',
        `what executes the model (default: "${defaultEngine}")`,
      ).choices(engineNames),
    )
}

/** What was given, and only that, so that it can be laid over a case's own options. */
export function boundsOf(options: BoundOptions): CheckOptions {
  const { maxStates, maxDepth, timeout, memory: bytes, workers, engine } = options
  return {
    ...(maxStates === undefined ? {} : { maxStates }),
    ...(maxDepth === undefined ? {} : { maxDepth }),
    ...(timeout === undefined ? {} : { timeout }),
    ...(bytes === undefined ? {} : { memory: bytes }),
    ...(workers === undefined ? {} : { workers }),
    ...(engine === undefined ? {} : { engine }),
    ...(options.continue === true ? { continue: true } : {}),
    ...(options.deadlock ? {} : { deadlock: false }),
    ...(options.stuck === true ? { stuck: true } : {}),
    ...(options.liveness ? {} : { liveness: false }),
    ...(options.lockOrder ? {} : { lockOrder: false }),
  }
}
