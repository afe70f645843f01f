/** From the tree of a module to WebAssembly's binary format: its sections, one after the other. */

import type { Wat } from '../wat.ts'
import { Bytes } from './bytes.ts'
import { encode } from './instructions.ts'
import { valueType } from './opcodes.ts'

const magic = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00]
const sections = { type: 1, import: 2, function: 3, global: 6, export: 7, code: 10 } as const
/** With a maximum, shared, and with 64-bit addresses. */
const sharedMemory64 = 0x07

type Node = readonly Wat[]

/**
 * The binary of a module with these fields: imports of functions and of one shared 64-bit memory, functions with names, parameters,
 * at most one result, and exports; mutable globals with constants. Throws on anything else, and on what has no name.
 */
export function assemble(fields: readonly Wat[]): Uint8Array<ArrayBuffer> {
  const nodes = fields.map(node)
  const imports = nodes.filter(([kind]) => kind === 'import')
  const globals = nodes.filter(([kind]) => kind === 'global')
  const functions = nodes.filter(([kind]) => kind === 'func')
  const other = nodes.find(([kind]) => kind !== 'import' && kind !== 'global' && kind !== 'func')
  if (other !== undefined) throw new Error(`a module has no field '${String(other[0])}'`)

  const imported = imports.map((each) => node(each[3] ?? ''))
  const importedFunctions = imported.filter(([kind]) => kind === 'func')
  const types = new Types()
  const numberOf = numbered([...importedFunctions, ...functions])
  const names = { functions: numberOf, globals: numbered(globals) }

  const bytes = new Bytes()
  bytes.raw(magic)
  // Every function's type is known before the section of types is written.
  const importList = imports.map((each, i) => importOf(each, imported[i] ?? [], types))
  const typeNumbers = functions.map((each) => {
    const number = new Bytes()
    number.unsigned(types.numberOf(each))
    return number
  })
  section(sections.type, types.list, bytes)
  section(sections.import, importList, bytes)
  section(sections.function, typeNumbers, bytes)
  section(sections.global, globals.map(globalOf), bytes)
  section(
    sections.export,
    functions.flatMap((each) => exportsOf(each, names.functions)),
    bytes,
  )
  section(
    sections.code,
    functions.map((each) => codeOf(each, names)),
    bytes,
  )
  return bytes.taken()
}

/** The types of functions, each once, in the order in which they are first asked for. */
class Types {
  readonly #numbers = new Map<string, number>()
  readonly #list: Bytes[] = []

  get list(): readonly Bytes[] {
    return this.#list
  }

  numberOf(func: Node): number {
    const parameters = parts(func, 'param').map((each) => valueType(each.at(-1)))
    const results = parts(func, 'result').map((each) => valueType(each.at(-1)))
    const key = `${parameters.join()}-${results.join()}`
    const known = this.#numbers.get(key)
    if (known !== undefined) return known
    const type = new Bytes()
    type.byte(0x60)
    for (const values of [parameters, results]) {
      type.unsigned(values.length)
      type.raw(values)
    }
    this.#numbers.set(key, this.#list.length)
    return this.#list.push(type) - 1
  }
}

function importOf(each: Node, what: Node, types: Types): Bytes {
  const bytes = new Bytes()
  bytes.name(unquoted(each[1]))
  bytes.name(unquoted(each[2]))
  if (what[0] === 'func') {
    bytes.byte(0x00)
    bytes.unsigned(types.numberOf(what))
    return bytes
  }
  const [kind, address, initial, maximum, shared] = what
  if (kind !== 'memory' || address !== 'i64' || shared !== 'shared') {
    throw new Error('only functions and a shared 64-bit memory are imported')
  }
  bytes.raw([0x02, sharedMemory64])
  bytes.unsigned(Number(initial))
  bytes.unsigned(Number(maximum))
  return bytes
}

function globalOf([, , type, value]: Node): Bytes {
  const [mutable, of] = node(type ?? '')
  if (mutable !== 'mut') throw new Error('a global that does not change is a constant')
  const bytes = new Bytes()
  bytes.raw([valueType(of), 0x01])
  const nothing = new Map<string, number>()
  encode([value ?? ''], [], { functions: nothing, globals: nothing, locals: nothing }, bytes)
  bytes.byte(0x0b)
  return bytes
}

function exportsOf(func: Node, functions: ReadonlyMap<string, number>): readonly Bytes[] {
  return parts(func, 'export').map((each) => {
    const bytes = new Bytes()
    bytes.name(unquoted(each[1]))
    bytes.byte(0x00)
    bytes.unsigned(functions.get(String(func[1])) ?? 0)
    return bytes
  })
}

const head: ReadonlySet<Wat | undefined> = new Set(['export', 'param', 'result', 'local'])

function codeOf(
  func: Node,
  names: {
    readonly functions: ReadonlyMap<string, number>
    readonly globals: ReadonlyMap<string, number>
  },
): Bytes {
  const variables = parts(func, 'local')
  const locals = new Map(
    [...parts(func, 'param'), ...variables].map((each, i) => [String(each[1]), i]),
  )
  const body = func.slice(2).filter((each) => !head.has(typeof each === 'string' ? each : each[0]))
  const bytes = new Bytes()
  const runs = runsOf(variables.map((each) => valueType(each[2])))
  bytes.unsigned(runs.length)
  for (const { type, count } of runs) {
    bytes.unsigned(count)
    bytes.byte(type)
  }
  encode(body, [], { ...names, locals }, bytes)
  bytes.byte(0x0b)
  const sized = new Bytes()
  sized.sized(bytes)
  return sized
}

/** How many of one type follow each other. */
function runsOf(types: readonly number[]): readonly { type: number; count: number }[] {
  const runs: { type: number; count: number }[] = []
  for (const type of types) {
    const last = runs.at(-1)
    if (last?.type === type) last.count += 1
    else runs.push({ type, count: 1 })
  }
  return runs
}

function section(id: number, list: readonly Bytes[], bytes: Bytes): void {
  if (list.length === 0) return
  const content = new Bytes()
  content.unsigned(list.length)
  for (const each of list) content.append(each)
  bytes.byte(id)
  bytes.sized(content)
}

/** By name, in order. */
function numbered(list: readonly Node[]): ReadonlyMap<string, number> {
  return new Map(list.map((each, i) => [String(each[1]), i]))
}

function parts(func: Node, kind: string): readonly Node[] {
  return func.flatMap((each) => (typeof each !== 'string' && each[0] === kind ? [each] : []))
}

function node(wat: Wat): Node {
  if (typeof wat === 'string') throw new Error(`'${wat}' stands where a list is expected`)
  return wat
}

function unquoted(wat: Wat | undefined): string {
  if (typeof wat !== 'string') throw new Error('a name is missing')
  return wat.slice(1, -1)
}
