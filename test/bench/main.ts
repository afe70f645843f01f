/** `npm run bench`: measures this engine, beside SPIN where that is installed. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command, InvalidArgumentError, Option } from 'commander'
import { defaultEngine, engineNames } from '../../checker/engine.ts'
import { measure, parts, usual } from './measure.ts'
import type { Wanted } from './measure.ts'
import { reportText } from './report.ts'
import { subjects } from './subjects.ts'

const oneAndTwo: readonly number[] = [1, 2]

interface Options extends Omit<Wanted, 'quick' | 'sources' | 'models'> {
  readonly models?: readonly string[]
  readonly quick?: true
  readonly sources?: true
  readonly json?: string
}

const examples = `
Parts:
  spin      against SPIN on each model, counts first
  growth    philosophers 9 to 14
  width     one graph in states of 60 to 1000 bits
  workers   philosophers 15
  judging   what the validator of lock order and looking for deadlocks cost
  liveness  one property of runs, with weak and with strong fairness
  startup   a model of a few states
  large     philosophers 16 with two workers in 8 GiB; takes minutes

Models of the part 'spin':
  ${subjects.map(({ name }) => name).join('\n  ')}

Examples:
  npm run bench -- --quick
  npm run bench -- --parts spin --models philosophers-13 --runs 5
  npm run bench -- --parts large
  npm run bench -- --json bench.json`

await new Command('npm run bench --')
  .description('Measures this engine, beside SPIN where that is installed.')
  .addOption(new Option('--parts <names...>', 'what to measure').choices(parts).default(usual))
  .addOption(
    new Option('--models <names...>', 'only these against SPIN').choices(
      subjects.map(({ name }) => name),
    ),
  )
  .option('--runs <n>', 'of how many runs the medians are', positive, 3)
  .option('--workers <n...>', 'numbers of workers', several, oneAndTwo)
  .addOption(
    new Option('--engine <name>', 'which engine').choices(engineNames).default(defaultEngine),
  )
  .option('--quick', 'small models, one run: to see that it works')
  .option('--sources', 'run the sources, not the built package')
  .option(
    '--json <file>',
    "write the figures there too; '-' for the standard output, without tables",
  )
  .addHelpText('after', examples)
  .action(bench)
  .parseAsync()

/** Exits with 1 where counts differ, or where something does not run. */
async function bench({ json, ...options }: Options): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'fencepost-bench-'))
  const wanted: Wanted = {
    ...options,
    models: options.models ?? subjects.map(({ name }) => name),
    quick: options.quick === true,
    sources: options.sources === true,
  }
  try {
    const figures = await measure(wanted, folder, (what) => process.stderr.write(`${what}\n`))
    const document = `${JSON.stringify(figures, null, 2)}\n`
    if (json === '-') process.stdout.write(document)
    else {
      process.stdout.write(`${reportText(figures)}\n`)
      if (json !== undefined) writeFileSync(json, document)
    }
    if (figures.comparisons.some(({ mismatch }) => mismatch !== null)) process.exitCode = 1
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.exitCode = 1
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function positive(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError('It must be a whole number from 1.')
  return Number(text)
}

function several(text: string, before: unknown): readonly number[] {
  const already = Array.isArray(before) && before !== oneAndTwo ? before.map(Number) : []
  return [...already, positive(text)]
}
