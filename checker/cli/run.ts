/** `fencepost run`: one model, without an expectation. */

import { check } from '../check.ts'
import { formats } from '../report/formats.ts'
import { page } from '../report/page.ts'
import { exitCode } from '../verdict.ts'
import type { ExitCode } from '../verdict.ts'
import { boundsOf } from './bounds.ts'
import type { BoundOptions } from './bounds.ts'
import { CommandError } from './command-error.ts'
import { instantiate } from './instantiate.ts'
import { interruptible } from './interrupt.ts'
import { loadModel } from './model-file.ts'
import { parameterValues } from './parameters.ts'
import { ProgressLine } from './progress.ts'

export interface RunOptions extends BoundOptions {
  readonly param: readonly string[]
  readonly json?: true
}

/** Checks the model that the argument names, prints the report, and answers with the exit code. */
export async function run(argument: string, options: RunOptions): Promise<ExitCode> {
  const cwd = process.cwd()
  const template = await loadModel(argument, cwd)
  const values = parameterValues(options.param, template)
  const built = instantiate(template, values, cwd)
  if (built.kind === 'refused') throw new CommandError(built.code, built.message)
  const line = new ProgressLine(process.stderr)
  const report = await interruptible((signal) =>
    check(built.model, {
      ...boundsOf(options),
      signal,
      progress: (progress) => line.show(progress),
    }),
  ).finally(() => line.wipe())
  const format = formats[options.json === true ? 'json' : 'text']
  process.stdout.write(format.run(report, page(process.stdout, process.env, cwd)))
  return exitCode(report.verdict)
}
