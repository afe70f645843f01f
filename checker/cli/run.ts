/** `fencepost run`: one model, without an expectation. */

import { checkWith } from '../check.ts'
import { defaultEngine, engineNamed, memoryIn } from '../engine.ts'
import { formats } from '../report/formats.ts'
import { page } from '../report/page.ts'
import { exitCode, exitCodes } from '../verdict.ts'
import type { ExitCode } from '../verdict.ts'
import { boundsOf } from './bounds.ts'
import type { BoundOptions } from './bounds.ts'
import { CommandError } from './command-error.ts'
import { instantiate } from './instantiate.ts'
import { interruptible } from './interrupt.ts'
import { loadModel } from './model-file.ts'
import { parameterValues } from './parameters.ts'
import { ProgressLine } from './progress.ts'
import type { LockGraphForm } from './lock-graph-form.ts'
import { shownLockGraph, shownPriming } from './show-lock-order.ts'
import { shownLayout, shownSource } from './show.ts'

export interface RunOptions extends BoundOptions {
  readonly param: readonly string[]
  readonly json?: true
  /** Whether data races are faults. */
  readonly races?: true
  /** Shows the layout of a state, and checks nothing. */
  readonly layout?: true
  /** Shows the module that is made for the model, and checks nothing. */
  readonly source?: true
  /** Prints the graph of lock classes instead of the report. */
  readonly lockGraph?: LockGraphForm
  /** Prints what teaches lockdep the order of lock classes instead of the report. */
  readonly prime?: true
}

/** Checks the model that the argument names, prints the report, and answers with the exit code. */
export async function run(argument: string, options: RunOptions): Promise<ExitCode> {
  const cwd = process.cwd()
  const template = await loadModel(argument, cwd)
  const values = parameterValues(options.param, template)
  const built = instantiate(template, values, cwd, { races: options.races === true })
  if (built.kind === 'refused') throw new CommandError(built.code, built.message)
  const onto = page(process.stdout, process.env, cwd)
  if (options.layout === true) {
    process.stdout.write(await shownLayout(built.model, onto))
    return exitCodes.holds
  }
  if (options.source === true) {
    process.stdout.write(await shownSource(built.model))
    return exitCodes.holds
  }
  const engine = await engineNamed(options.engine ?? defaultEngine)
  // Of locks all is wanted that there is to see, whatever is wrong besides.
  const onward = options.lockGraph === undefined && options.prime !== true ? {} : { continue: true }
  const bounds = { ...boundsOf(options), ...onward, memory: memoryIn(engine, options.memory) }
  const line = new ProgressLine(process.stderr, bounds)
  const report = await interruptible((signal) =>
    checkWith(engine, built.model, {
      ...bounds,
      signal,
      progress: (progress) => line.show(progress),
    }),
  ).finally(() => line.wipe())
  if (options.lockGraph !== undefined) {
    process.stdout.write(shownLockGraph(report, options.lockGraph, onto))
    return exitCode(report.verdict)
  }
  if (options.prime === true) {
    const { text, note, code } = shownPriming(report, onto)
    process.stdout.write(text)
    process.stderr.write(note)
    return code
  }
  const format = formats[options.json === true ? 'json' : 'text']
  process.stdout.write(format.run(report, onto))
  return exitCode(report.verdict)
}
