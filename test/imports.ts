/** Reads which module of the project imports which, and whether for its values or for its types alone. */

import { readFileSync, readdirSync } from 'node:fs'
import { join, posix } from 'node:path'
import { parseSync } from 'oxc-parser'

/** One import between two modules, both named from the root of the project with forward slashes. */
export interface Import {
  readonly from: string
  readonly to: string
  /** Nothing is left of it when the types are stripped. */
  readonly typeOnly: boolean
}

/** All imports by the modules in `folders` of the project at `root`. */
export function readImports(root: string, folders: readonly string[]): readonly Import[] {
  return folders
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) =>
        posix.join(folder, file.replaceAll('\\', '/')),
      ),
    )
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => importsOf(file, readFileSync(join(root, file), 'utf8')))
}

/**
 * The imports and re-exports of one module, static and dynamic. Left out are `node:` modules, dependencies, and dynamic
 * imports of what is no literal; the lint rule against `import('…')` as a type sees to those. Throws when the source
 * does not parse.
 */
export function importsOf(file: string, source: string): readonly Import[] {
  const { errors, module } = parseSync(file, source)
  if (errors[0] !== undefined) throw new Error(`${file}: ${errors[0].message}`)

  const imports: Import[] = []
  const add = (specifier: string, typeOnly: boolean): void => {
    if (specifier.startsWith('.')) {
      imports.push({ from: file, to: posix.join(posix.dirname(file), specifier), typeOnly })
    } else if (/^fencepost($|\/)/.test(specifier)) {
      imports.push({ from: file, to: specifier, typeOnly })
    }
  }
  for (const { moduleRequest, start, end, entries } of module.staticImports) {
    // An `import { type T }` is stripped to `import {}`, which still loads the module.
    const typeOnly = /^import\s+type\b/.test(source.slice(start, end))
    add(moduleRequest.value, typeOnly && entries.every((entry) => entry.isType))
  }
  for (const { start, end, entries } of module.staticExports) {
    const typeOnly = /^export\s+type\b/.test(source.slice(start, end))
    for (const { moduleRequest } of entries.slice(0, 1)) {
      if (moduleRequest !== null) add(moduleRequest.value, typeOnly)
    }
  }
  for (const { moduleRequest } of module.dynamicImports) {
    const literal = /^(['"])(.*)\1$/.exec(source.slice(moduleRequest.start, moduleRequest.end))
    if (literal?.[2] !== undefined) add(literal[2], false)
  }
  return imports
}
