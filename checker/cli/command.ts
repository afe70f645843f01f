/** The command line: its subcommands, their options and their help. */

import { Command, CommanderError, Option } from 'commander'
import { exitCodes } from '../verdict.ts'
import { withBounds } from './bounds.ts'
import type { CheckCommandOptions } from './check.ts'
import { CommandError, ownErrorText } from './command-error.ts'
import { lockGraphForms } from './lock-graph-form.ts'
import type { RunOptions } from './run.ts'
import { version } from './version.ts'

const examples = `
Examples:
  fencepost run vmap.ts --param convention=universal
  fencepost run locks.ts#abba --param threads=3 --max-depth 40
  fencepost run locks.ts --json > verdict.json
  fencepost check
  fencepost check specs/vmap.spec.ts --continue

Exit codes of run, as TLC's where TLC has one:
    0 holds       10 assumption on parameters   11 deadlock    12 violated, not reached
   14 assertion   15 fault   16 lock order   20 incomplete   130 interrupted
  150 the model is wrong   151 its parameters or the command line are   153 internal error
check exits with 0 when every verdict is as expected, and with 1 when one is not.`

const runExamples = `
Examples:
  fencepost run vmap.ts                                every default
  fencepost run vmap.ts#vmap --param importers=3       one of several models, and a parameter
  fencepost run vmap.ts --max-states 100000 --timeout 30s
  fencepost run vmap.ts --continue                     count everything, past a violation too
  fencepost run vmap.ts --json | jq .verdict
  fencepost run vmap.ts --lock-graph=dot | dot -Tsvg > locks.svg

In CI, a verdict that is expected belongs in a spec: see 'fencepost check --help'.`

const checkExamples = `
Without paths it checks specs/**/*.spec.ts. A path is a spec file or a folder of them.
Bounds hold for each case by itself, and go before its own; the memory is divided among
the cases that run at once.

Examples:
  fencepost check
  fencepost check specs/vmap.spec.ts specs/classics
  fencepost check --json > verdicts.json`

/** Executes the command line and answers with the exit code of the process. */
export async function command(argv: readonly string[]): Promise<number> {
  let code: number = exitCodes.holds
  const program = new Command('fencepost')
    .description('Explores every interleaving of a model, and shows the shortest way to go wrong.')
    .version(version(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [command]', 'print help for a command')
    .addHelpText('after', examples)
    .exitOverride()
  const onParameter = (pair: string, before: readonly string[]) => [...before, pair]
  withBounds(
    program
      .command('run')
      .description('check one model, without an expectation')
      .argument('<file[#export]>', 'the file, and which of its models when it has several')
      .addOption(
        new Option('-p, --param <name=value>', 'set a parameter of the model; may be repeated')
          .argParser(onParameter)
          .default([], 'the model’s own'),
      ),
  )
    .option('--json', 'print one JSON document')
    .option('--races', 'look for data races: each access of C takes two steps')
    .addOption(
      new Option(
        '--layout',
        'print how many bits of a state each variable takes, and check nothing',
      ).conflicts(['json', 'source']),
    )
    .addOption(
      new Option(
        '--source',
        'print the WebAssembly that is made for the model, and check nothing',
      ).conflicts('json'),
    )
    .addOption(
      new Option(
        '--lock-graph [form]',
        'print the graph of lock classes instead of the report, for graphviz or as text',
      )
        .choices(lockGraphForms)
        .preset('text')
        .conflicts(['json', 'layout', 'source', 'lockOrder']),
    )
    .addOption(
      new Option(
        '--prime',
        'print C that teaches lockdep the order of lock classes instead of the report',
      ).conflicts(['json', 'layout', 'source', 'lockGraph', 'lockOrder']),
    )
    .addHelpText('after', runExamples)
    .action(async (file: string, options: RunOptions) => {
      const { run } = await import('./run.ts')
      code = await run(file, options)
    })
  withBounds(
    program
      .command('check')
      .description('check every case of the specs, and compare with what they expect')
      .argument('[paths...]', 'spec files, or folders of them'),
  )
    .option('--json', 'print one JSON document')
    .addHelpText('after', checkExamples)
    .action(async (paths: readonly string[], options: CheckCommandOptions) => {
      const { checkSuites } = await import('./check.ts')
      code = await checkSuites(paths, options)
    })
  try {
    await program.parseAsync(argv)
    return code
  } catch (error) {
    return failed(error)
  }
}

function failed(error: unknown): number {
  if (error instanceof CommanderError) {
    // Commander has printed it.
    return error.exitCode === 0 ? exitCodes.holds : exitCodes.commandLine
  }
  if (error instanceof CommandError) {
    process.stderr.write(`${error.message}\n`)
    return error.code
  }
  process.stderr.write(`${ownErrorText(error)}\n`)
  return exitCodes.system
}
