/** The model that `FILE` or `FILE#export` names. */

import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { AnyTemplate } from '../../dsl/model.ts'
import { exitCodes } from '../verdict.ts'
import { CommandError } from './command-error.ts'
import { isSuite, isTemplate } from './kinds.ts'
import { load } from './load.ts'
import type { Exports } from './load.ts'
import { nearest } from './nearest.ts'

/** Loads the file and picks the model. Throws a `CommandError` when there is none, or more than one to choose from. */
export async function loadModel(argument: string, cwd: string): Promise<AnyTemplate> {
  const { path, name } = split(argument, cwd)
  const exports = await load(path, cwd)
  return name === null ? only(path, exports) : named(path, name, exports)
}

/** A file's own name may have a `#` in it. */
function split(argument: string, cwd: string): { path: string; name: string | null } {
  const at = argument.lastIndexOf('#')
  if (at < 0 || existsSync(resolve(cwd, argument))) return { path: argument, name: null }
  return { path: argument.slice(0, at), name: argument.slice(at + 1) }
}

function only(path: string, exports: Exports): AnyTemplate {
  const models = modelsIn(exports)
  const [first, ...others] = [...new Set(models.map(([, template]) => template))]
  if (first === undefined) throw new CommandError(exitCodes.model, none(path, exports))
  if (others.length === 0) return first
  throw new CommandError(
    exitCodes.commandLine,
    [`${path}: it exports several models. Name one of them:`, ...list(path, models)].join('\n'),
  )
}

function named(path: string, name: string, exports: Exports): AnyTemplate {
  const found = exports[name]
  if (isTemplate(found)) return found
  const models = modelsIn(exports)
  const near = nearest(
    name,
    models.map(([candidate]) => candidate),
  )
  const meant = near === null ? '' : ` Did you mean '${near}'?`
  const problem =
    found === undefined ? `it exports no '${name}'.${meant}` : `its export '${name}' is no model.`
  const rest =
    models.length === 0 ? ['It exports no model at all.'] : ['Its models:', ...list(path, models)]
  throw new CommandError(
    found === undefined ? exitCodes.commandLine : exitCodes.model,
    [`${path}: ${problem}`, ...rest].join('\n'),
  )
}

function none(path: string, exports: Exports): string {
  if (Object.values(exports).some(isSuite)) {
    return `${path}: it exports no model, but a suite. Run it with 'fencepost check ${path}'.`
  }
  return `${path}: it exports no model. Export what 'model(…)' returns.`
}

function modelsIn(exports: Exports): readonly [string, AnyTemplate][] {
  return Object.entries(exports).flatMap(([name, value]): [string, AnyTemplate][] =>
    isTemplate(value) ? [[name, value]] : [],
  )
}

function list(path: string, models: readonly [string, AnyTemplate][]): readonly string[] {
  return models.map(([name, template]) => `  ${path}#${name}  (${template.name})`)
}
