/** This engine on a model: the command itself, in a process of its own. */

import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { run } from './child.ts'

const root = join(import.meta.dirname, '../..')

/** Which files are run: those of the publishable package, or the sources as they are. */
export interface Build {
  readonly name: 'built package' | 'sources'
  readonly command: string
  /** The path of a file of the project. */
  readonly file: (source: string) => string
}

export const sources: Build = {
  name: 'sources',
  command: join(root, 'checker/cli/main.ts'),
  file: (source) => join(root, source),
}

/** Builds the package into the folder, beside the dependencies that are installed here. Throws when it does not compile. */
export async function builtPackage(folder: string): Promise<Build> {
  const out = join(folder, 'package')
  const { code, stdout, stderr } = await run(process.execPath, [join(root, '.ci/build.ts'), out])
  if (code !== 0) throw new Error(`the package does not build: ${stdout}${stderr}`)
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  const built = (source: string): string => join(out, source.replace(/\.ts(?=#|$)/, '.js'))
  return { name: 'built package', command: built('checker/cli/main.ts'), file: built }
}

export interface RunOptions {
  readonly parameters: Readonly<Record<string, string | number>>
  readonly deadlock: boolean
  /** Whether the order of locks is judged; it is unless this is false. */
  readonly lockOrder?: boolean
  /** Whether temporal properties are judged; they are unless this is false. */
  readonly liveness?: boolean
  readonly workers: number
  readonly engine: string
  /** As `--memory` takes it; null: what the command finds. */
  readonly memory: string | null
}

export interface OurRun {
  readonly verdict: string
  readonly distinct: number
  readonly generated: number
  readonly depth: number
  /** The whole process. */
  readonly seconds: number
  /** The search alone, as the report says. */
  readonly searchSeconds: number
  /** What the store took at its peak, and the decision about runs besides, as the report says; null where it does not. */
  readonly storeBytes: number | null
  /** What the process held at most. */
  readonly peakBytes: number | null
}

/** Runs `fencepost run`. Throws when it prints no report. */
export async function runFencepost(
  build: Build,
  model: string,
  options: RunOptions,
): Promise<OurRun> {
  const {
    parameters,
    deadlock,
    lockOrder = true,
    liveness = true,
    workers,
    engine,
    memory,
  } = options
  const { stdout, stderr, seconds, peakBytes } = await run(process.execPath, [
    build.command,
    'run',
    model,
    '--json',
    ...Object.entries(parameters).flatMap(([name, value]) => ['--param', `${name}=${value}`]),
    ...(deadlock ? [] : ['--no-deadlock']),
    ...(lockOrder ? [] : ['--no-lock-order']),
    ...(liveness ? [] : ['--no-liveness']),
    '--engine',
    engine,
    '--workers',
    String(workers),
    ...(memory === null ? [] : ['--memory', memory]),
  ])
  const report = readReport(stdout)
  if (report === null) throw new Error(`fencepost run ${model}: ${stdout}${stderr}`)
  return { ...report, seconds, peakBytes }
}

/** The figures of a JSON report; null when it is none. */
export function readReport(stdout: string): Omit<OurRun, 'seconds' | 'peakBytes'> | null {
  let report: unknown
  try {
    report = JSON.parse(stdout)
  } catch {
    return null
  }
  const field = (of: unknown, name: string): unknown =>
    typeof of === 'object' && of !== null
      ? Object.entries(of).find(([key]) => key === name)?.[1]
      : undefined
  const [verdict, distinct, generated, depth, whole] = [
    'verdict',
    'distinct',
    'generated',
    'depth',
    'seconds',
  ].map((name) => field(report, name))
  const search = field(report, 'searchSeconds') ?? whole
  const memory = field(report, 'memory')
  const [arena, slots, besides = 0] = ['arenaBytes', 'tableBytes', 'livenessBytes'].map((name) =>
    field(memory, name),
  )
  if (typeof verdict !== 'string' || typeof distinct !== 'number') return null
  if (typeof generated !== 'number' || typeof depth !== 'number') return null
  if (typeof search !== 'number') return null
  const known =
    typeof arena === 'number' && typeof slots === 'number' && typeof besides === 'number'
  const storeBytes = known ? arena + slots + besides : null
  return { verdict, distinct, generated, depth, searchSeconds: search, storeBytes }
}
