/** `fencepost run`: one model, without an expectation. */

import { checkWith } from '../check.ts'
import type { Report } from '../check.ts'
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
import { shownCoverage } from './show-coverage.ts'
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
  /** Counts what is executed, and prints it beside the source. */
  readonly coverage?: true
  /** Says what makes the state space large. */
  readonly explainSize?: true
  /** The file for the counterexample as ITF. */
  readonly itf?: string
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
  const itf = options.itf === undefined ? null : await itfFile(options.itf, cwd)
  const engine = await engineNamed(options.engine ?? defaultEngine)
  // Of locks all is wanted that there is to see, whatever is wrong besides.
  const onward = options.lockGraph === undefined && options.prime !== true ? {} : { continue: true }
  const growth = options.explainSize === true
  const bounds = {
    ...boundsOf(options),
    ...onward,
    growth,
    ...(options.coverage === true ? { coverage: true } : {}),
    memory: memoryIn(engine, options.memory),
  }
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
  if (options.coverage === true && options.json !== true) {
    process.stdout.write(shownCoverage(report, onto))
  }
  if (itf !== null) process.stderr.write(itf(report))
  return exitCode(report.verdict)
}

/** What writes a counterexample into the file, and answers with a note where the report has none. */
async function itfFile(file: string, cwd: string): Promise<(report: Report) => string> {
  // Only who asks for it needs it.
  const { outputFile, writeWhole } = await import('./output-file.ts')
  const { itfForm } = await import('./trace-forms.ts')
  const path = outputFile(file, cwd)
  return (report) => {
    const text = itfForm.text(report, '', cwd)
    if (text === null) return `There is no run to show, so ${file} is not written.\n`
    writeWhole(path, text)
    return ''
  }
}
