/** Assembles the publishable package: JavaScript and types, for Node strips no types inside node_modules. */

import { execFileSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join, resolve } from 'node:path'
import manifest from '../package.json' with { type: 'json' }

const root = join(import.meta.dirname, '..')
const shebang = /^#!\/usr\/bin\/env (-S )?node\b.*\n/

/** What the README leads to, and itself. */
const documents = [
  'README.md',
  'LICENSE',
  'dsl/semantics.md',
  'dsl/tla.md',
  'models/README.md',
  'models/TUTORIAL.md',
]

/** Builds into `folder`, which must be empty or absent; without one, anew into `dist/`. */
function build(folder: string | undefined): void {
  const out = folder === undefined ? join(root, 'dist') : resolve(folder)
  if (folder === undefined) rmSync(out, { recursive: true, force: true })
  else if (existsSync(out) && readdirSync(out).length > 0) {
    throw new Error(`${out} is not empty. Name a folder that is empty or absent.`)
  }
  mkdirSync(out, { recursive: true })
  compile(out)
  for (const file of documents) cpSync(join(root, file), join(out, file))
  const published = publishedManifest()
  writeFileSync(join(out, 'package.json'), `${JSON.stringify(published, null, 2)}\n`)
  for (const command of Object.values(published.bin)) {
    if (!shebang.test(readFileSync(join(out, command), 'utf8'))) {
      throw new Error(`${command} is a command. Let its source begin with '#!/usr/bin/env node'.`)
    }
  }
}

function compile(out: string): void {
  const compiler = join(root, 'node_modules/typescript/bin/tsc')
  const project = join(import.meta.dirname, 'tsconfig.build.json')
  execFileSync(process.execPath, [compiler, '--project', project, '--outDir', out], {
    stdio: 'inherit',
  })
}

/** The root's manifest, less what only a clone needs, naming the built files. */
function publishedManifest() {
  const { name, version, description, keywords, license, type, engines, dependencies } = manifest
  const bin = mapValues(manifest.bin, (source) => source.replace(/\.ts$/, '.js'))
  const exports = mapValues(manifest.exports, (source) =>
    source.endsWith('.ts')
      ? { types: source.replace(/\.ts$/, '.d.ts'), default: source.replace(/\.ts$/, '.js') }
      : source,
  )
  return {
    name,
    version,
    description,
    keywords,
    license,
    type,
    engines,
    bin,
    exports,
    dependencies,
  }
}

function mapValues<T>(
  record: Record<string, string>,
  value: (old: string) => T,
): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([key, old]) => [key, value(old)]))
}

build(process.argv[2])
