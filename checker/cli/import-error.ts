/** Why a user's file could not be imported: where, what is wrong, and what to do. */

import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { Site } from '../../dsl/site.ts'
import { pathText } from '../report/path-text.ts'
import { isMistaken, mistakesText } from './mistakes.ts'

interface Place {
  readonly file: string
  readonly line: number | null
  readonly column: number | null
}

/** A message `file:line:column: what is wrong. What to do.` for whatever the import of `file` threw. */
export function explainImportError(error: unknown, file: string, cwd: string): string {
  if (isMistaken(error)) return mistakesText(error, cwd)
  if (!(error instanceof Error)) {
    return message({ file, line: null, column: null }, `it throws ${String(error)}`, '', cwd)
  }
  const code = 'code' in error ? error.code : undefined
  if (code === 'ERR_MODULE_NOT_FOUND') return notFound(error, file, cwd)
  if (code === 'ERR_UNKNOWN_FILE_EXTENSION' || code === 'ERR_IMPORT_ATTRIBUTE_MISSING') {
    const remedy = 'Write models and specs as .ts or .js files.'
    const what = error.message.replaceAll(`${cwd}/`, '')
    return message({ file, line: null, column: null }, what, remedy, cwd)
  }
  if (error instanceof SyntaxError) return syntax(error, file, cwd)
  const { author } = new Site(error)
  return message(author ?? { file, line: null, column: null }, error.message, '', cwd)
}

function message(place: Place, what: string, remedy: string, cwd: string): string {
  const where = [pathText(place.file, cwd), place.line, place.column]
  const sentence = what.replace(/\.$/, '')
  return `${where.filter((part) => part !== null).join(':')}: ${sentence}.${remedy === '' ? '' : ` ${remedy}`}`
}

function syntax(error: SyntaxError, file: string, cwd: string): string {
  // Where Node keeps the place to itself, it still prints it when nobody catches the error; nothing is evaluated for that.
  const shown = header(error.stack ?? '') ?? header(printed(file))
  const place = shown ?? { file, line: null, column: null }
  return message(place, error.message, remedyOf(error), cwd)
}

function remedyOf(error: SyntaxError): string {
  const code = 'code' in error ? error.code : undefined
  if (code === 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX') {
    return 'Files run as they are, their types erased: write it in plain JavaScript.'
  }
  if (/outside a module|Unexpected token 'export'/.test(error.message)) {
    return 'Add "type": "module" to the package.json beside it, or name the file .mts.'
  }
  if (error.message.includes('does not provide an export')) {
    return "Check the name; a type is imported with 'import type'."
  }
  return ''
}

function printed(file: string): string {
  return spawnSync(process.execPath, [file], { encoding: 'utf8', timeout: 10_000 }).stderr
}

/** Reads `file:line`, the source line and the carets below it, as Node prints them before a syntax error. */
function header(text: string): Place | null {
  const lines = text.split('\n')
  const match = /^(.+):(\d+)$/.exec(lines[0] ?? '')
  const [, location, line] = match ?? []
  if (location === undefined || line === undefined) return null
  const carets = lines.find((candidate) => /^\s*\^+\s*$/.test(candidate))
  return {
    file: location.startsWith('file:') ? fileURLToPath(location) : location,
    line: Number(line),
    column: carets === undefined ? null : carets.indexOf('^') + 1,
  }
}

function notFound(error: Error, file: string, cwd: string): string {
  const match = /^Cannot find (module|package) '(.+?)' imported from (.+)$/.exec(error.message)
  const [, kind, wanted, importer] = match ?? []
  if (wanted === undefined || importer === undefined) {
    return message({ file, line: null, column: null }, error.message, '', cwd)
  }
  const from = importer.startsWith('file:') ? fileURLToPath(importer) : importer
  const place = importOf(from, (specifier) =>
    kind === 'package'
      ? specifier === wanted || specifier.startsWith(`${wanted}/`)
      : resolved(specifier, from) === wanted,
  )
  if (kind === 'package') {
    return message(place, `there is no package '${wanted}'`, 'Install it with npm.', cwd)
  }
  const remedy = 'Check the path; a relative import ends in the file\'s own extension, ".ts".'
  return message(place, `there is no module '${pathText(wanted, cwd)}'`, remedy, cwd)
}

function resolved(specifier: string, from: string): string | null {
  if (!/^(\.{0,2}\/|file:)/.test(specifier)) return null
  return fileURLToPath(new URL(specifier, pathToFileURL(from)))
}

/** The first string in the source that is such a specifier. */
function importOf(file: string, isWanted: (specifier: string) => boolean): Place {
  for (const [index, text] of readFileSync(file, 'utf8').split('\n').entries()) {
    for (const { 1: specifier = '', index: at } of text.matchAll(/['"]([^'"]+)['"]/g)) {
      if (isWanted(specifier)) return { file, line: index + 1, column: at + 1 }
    }
  }
  return { file, line: null, column: null }
}
