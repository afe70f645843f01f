/** SPIN on a model: its verifier made and compiled, run, and its output read. */

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { run } from './child.ts'

/** What is missing, and how to get it; null where nothing is. */
export interface Tools {
  readonly spin: string | null
  readonly gcc: string | null
}

const debian = {
  spin: "SPIN is not installed: 'apt-get install spin' on Debian and Ubuntu.",
  gcc: "gcc is not installed: 'apt-get install gcc libc6-dev' on Debian and Ubuntu.",
}

/** The versions of SPIN and gcc, null for one that is not installed. */
export async function findTools(): Promise<Tools> {
  return { spin: await versionOf('spin', '-V'), gcc: await versionOf('gcc', '--version') }
}

/** How to get what is missing. */
export function howToGet({ spin, gcc }: Tools): readonly string[] {
  return [...(spin === null ? [debian.spin] : []), ...(gcc === null ? [debian.gcc] : [])]
}

async function versionOf(program: string, option: string): Promise<string | null> {
  try {
    const { stdout } = await run(program, [option])
    return /\d+(\.\d+)+/.exec(stdout)?.[0] ?? 'unknown'
  } catch {
    return null
  }
}

export const searches = ['bfs', 'dfs'] as const
export type Search = (typeof searches)[number]

/** Without partial order reduction and without fairness, as the exhaustive search that is compared. */
const flags: Readonly<Record<Search, readonly string[]>> = {
  bfs: ['-O3', '-DNOREDUCE', '-DSAFETY', '-DBFS'],
  dfs: ['-O3', '-DNOREDUCE', '-DSAFETY'],
}

/** The verifiers of one model. */
export interface Verifiers {
  readonly paths: Readonly<Record<Search, string>>
  /** What `spin -a` took, and what gcc took for each. */
  readonly compileSeconds: Readonly<Record<Search, number>>
}

/** Makes the verifiers in a folder of their own. Throws with what SPIN or gcc said. */
export async function verifiers(promela: string, folder: string): Promise<Verifiers> {
  const made = await generated(promela, folder)
  const bfs = await compiled(folder, 'bfs', flags.bfs)
  const dfs = await compiled(folder, 'dfs', flags.dfs)
  return {
    paths: { bfs: bfs.path, dfs: dfs.path },
    compileSeconds: { bfs: made + bfs.seconds, dfs: made + dfs.seconds },
  }
}

/** Makes a breadth-first verifier with these options of gcc after the usual ones. Throws with what SPIN or gcc said. */
export async function verifier(
  promela: string,
  folder: string,
  options: readonly string[],
): Promise<string> {
  await generated(promela, folder)
  const { path } = await compiled(folder, 'bfs', [...flags.bfs, ...options])
  return path
}

/** How long SPIN took to write the verifier's source. */
async function generated(promela: string, folder: string): Promise<number> {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'model.pml'), promela)
  return succeed('spin', ['-a', 'model.pml'], folder)
}

async function compiled(folder: string, name: string, options: readonly string[]) {
  const seconds = await succeed('gcc', [...options, '-o', name, 'pan.c'], folder)
  return { path: join(folder, name), seconds }
}

async function succeed(
  program: string,
  parameters: readonly string[],
  cwd: string,
): Promise<number> {
  const { code, stdout, stderr, seconds } = await run(program, parameters, { cwd })
  if (code !== 0) throw new Error(`${program} ${parameters.join(' ')}: ${stdout}${stderr}`)
  return seconds
}

export interface PanOptions {
  /** The hash table has 2 to this power slots. */
  readonly hashBits: number
  /** The depth for which the depth-first search makes room. */
  readonly maxDepth: number
  readonly deadlock: boolean
}

export interface PanRun {
  readonly states: number
  readonly transitions: number
  readonly errors: number
  /** How deep the search went. */
  readonly depth: number
  /** Whether the depth was too small. */
  readonly truncated: boolean
  /** The whole process. */
  readonly seconds: number
  /** What pan says that it used, hash table and stack included. */
  readonly bytes: number
}

/** Runs a verifier. Throws when it does not end as it should. */
export async function runPan(path: string, options: PanOptions): Promise<PanRun> {
  const { hashBits, maxDepth, deadlock } = options
  // Its trail file, if it writes one, belongs beside it.
  const { stdout, stderr, seconds } = await run(
    path,
    [...(deadlock ? [] : ['-E']), `-w${hashBits}`, `-m${maxDepth}`],
    { cwd: join(path, '..') },
  )
  const read = readPan(stdout)
  if (read === null) throw new Error(`${path} said: ${stdout}${stderr}`)
  return { ...read, seconds }
}

/** What pan printed at its end; null when that is not there. */
export function readPan(stdout: string): Omit<PanRun, 'seconds'> | null {
  const number = (pattern: RegExp): number => Number(pattern.exec(stdout)?.[1] ?? Number.NaN)
  const found = {
    states: number(/^\s*(\d+) states, stored/m),
    transitions: number(/^\s*(\d+) transitions \(=/m),
    errors: number(/errors: (\d+)/),
    depth: number(/depth reached (\d+)/),
    bytes: number(/^\s*([\d.]+)\ttotal actual memory usage/m) * 2 ** 20,
  }
  if (Object.values(found).some(Number.isNaN)) return null
  return { ...found, truncated: stdout.includes('max search depth too small') }
}
