/** The command line: its subcommands, their options and their help. */

import { Command, CommanderError, Option } from 'commander'
import { exitCodes } from '../verdict.ts'
import { withBounds } from './bounds.ts'
import type { CheckCommandOptions } from './check.ts'
import { CommandError, ownErrorText } from './command-error.ts'
import { lockGraphForms } from './lock-graph-form.ts'
import { reporter } from './reporter-option.ts'
import type { RunOptions } from './run.ts'
import { shard } from './shard.ts'
import type { TableOptions } from './table.ts'
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
   13 liveness   14 assertion   15 fault   16 lock order   20 incomplete   130 interrupted
  150 the model is wrong   151 its parameters or the command line are   153 internal error
check exits with 0 when every verdict is as expected, and with 1 when one is not.`

const runExamples = `
Examples:
  fencepost run vmap.ts                                every default
  fencepost run vmap.ts#vmap --param importers=3       one of several models, and a parameter
  fencepost run vmap.ts --max-states 100000 --timeout 30s
  fencepost run vmap.ts --continue                     count everything, past a violation too
  fencepost run vmap.ts --max-states 1000000 --explain-size    what makes it large
  fencepost run vmap.ts --json | jq .verdict
  fencepost run vmap.ts --itf vmap.itf.json            for the viewers of Apalache and Quint
  fencepost run vmap.ts --lock-graph=dot | dot -Tsvg > locks.svg

In CI, a verdict that is expected belongs in a spec: see 'fencepost check --help'.`

const tableExamples = `
Without paths it takes specs/**/*.spec.ts, as check does. There are no times in it, so that
a diff shows which verdicts changed. A row that is not as expected is marked with ✗, and
the exit code is 1.

Examples:
  fencepost table specs/vmap.spec.ts
  COLUMNS=80 fencepost table           for a mail
  fencepost table --format markdown > verdicts.md`

const checkExamples = `
Without paths it checks specs/**/*.spec.ts. A path is a spec file or a folder of them.
Bounds hold for each case by itself, and go before its own; the memory is divided among
the cases that run at once. With --strict, a case accepts a note by its name:
check(model, {}, holds(), { accept: ['never taken: channel: lose'] }).

Examples:
  fencepost check
  fencepost check specs/vmap.spec.ts specs/classics
  fencepost check --strict             also fails for what proves nothing
  fencepost check --json > verdicts.json
  fencepost check --reporter text --reporter github --reporter junit=verdicts.xml
  fencepost check --shard 1/3          on the first of three machines
  fencepost check --traces traces && git diff --exit-code traces

A reporter without a file prints. Traces are named by suite and parameters; a file whose row
has no counterexample any more is removed, and files that fencepost has not written stay.`

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
    .addOption(
      new Option('--itf <file>', 'write the counterexample as ITF too, for viewers').conflicts([
        'layout',
        'source',
        'lockGraph',
        'prime',
      ]),
    )
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
        '--coverage',
        'print the source with how often each line took a step, and each test was true',
      ).conflicts(['layout', 'source', 'lockGraph', 'prime']),
    )
    .addOption(
      new Option(
        '--explain-size',
        'count what makes the states many: for each part of a state, how many there were without it',
      ).conflicts(['layout', 'source', 'lockGraph', 'prime']),
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
    .addOption(
      new Option(
        '--reporter <name[=file]>',
        'text, json, junit or github, printed or into a file; may be repeated (default: text)',
      ).argParser(reporter),
    )
    .addOption(
      new Option(
        '--shard <i/n>',
        'check the i-th of n parts of the rows, which together are all of them',
      ).argParser(shard),
    )
    .option('--traces <folder>', 'keep each counterexample as text, so that a diff shows changes')
    .option('--itf <folder>', 'keep each counterexample as ITF, for viewers of traces')
    .option('--strict', 'fail where something proves nothing, unless the spec accepts it by name')
    .addHelpText('after', checkExamples)
    .action(async (paths: readonly string[], options: CheckCommandOptions) => {
      const { checkSuites } = await import('./check.ts')
      code = await checkSuites(paths, options)
    })
  withBounds(
    program
      .command('table')
      .description('print suites as tables of verdicts, with the commands that reproduce them')
      .argument('[paths...]', 'spec files, or folders of them'),
  )
    .addOption(
      new Option('--format <name>', 'for a mail, or for a document')
        .choices(['text', 'markdown'])
        .default('text'),
    )
    .addHelpText('after', tableExamples)
    .action(async (paths: readonly string[], options: TableOptions) => {
      const { tabulate } = await import('./table.ts')
      code = await tabulate(paths, options)
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
