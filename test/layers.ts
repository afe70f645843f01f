/** The directions in which imports may run, and what in a set of imports goes against them. */

import type { Import } from './imports.ts'

interface Layer {
  readonly folder: string
  readonly imports: readonly string[]
  readonly except?: readonly string[]
}

const contract = ['dsl/ir.ts', 'dsl/site.ts']

/** A module belongs to the first layer whose folder it is in. */
const layers: readonly Layer[] = [
  { folder: 'dsl/kernel/', imports: ['dsl/'] },
  { folder: 'dsl/', imports: ['dsl/'], except: ['dsl/kernel/'] },
  { folder: 'models/', imports: ['dsl/', 'models/'] },
  { folder: 'specs/', imports: ['dsl/', 'models/', 'specs/'] },
  { folder: 'checker/cli/', imports: ['dsl/', 'models/', 'checker/'] },
  { folder: 'checker/', imports: [...contract, 'checker/'], except: ['checker/cli/'] },
]

/** The two readings of the language stay independent: neither reaches the other, nor through a third module. */
const walls: readonly { readonly from: string; readonly to: string }[] = [
  { from: 'checker/reference/', to: 'checker/lower/' },
  { from: 'checker/reference/', to: 'checker/compiled/' },
  { from: 'checker/lower/', to: 'checker/reference/' },
]

export const folders = ['dsl', 'models', 'checker', 'specs'] as const

/** The imports that run in a direction no layer allows, each as `from -> to`. */
export function wrongArrows(imports: readonly Import[]): readonly string[] {
  return imports
    .filter(({ from, to }) => {
      const layer = layers.find(({ folder }) => from.startsWith(folder))
      return !isIn(to, layer?.imports ?? []) || isIn(to, layer?.except ?? [])
    })
    .map(({ from, to }) => `${from} -> ${to}`)
}

/** For each wall a shortest path of imports across it, types included, as `from -> … -> to`. */
export function breaches(imports: readonly Import[]): readonly string[] {
  return walls.flatMap(({ from, to }) => {
    const starts = [...targets(imports).keys()].filter((file) => file.startsWith(from))
    const path = shortestPath(imports, starts, (file) => file.startsWith(to))
    return path === null ? [] : [path.join(' -> ')]
  })
}

/** For each module that needs its own value, a shortest cycle of value imports; each cycle once, from its least module. */
export function valueCycles(imports: readonly Import[]): readonly string[] {
  const values = imports.filter(({ typeOnly }) => !typeOnly)
  const cycles = [...targets(values).keys()].flatMap((file) => {
    const path = shortestPath(values, targets(values).get(file) ?? [], (other) => other === file)
    if (path === null) return []
    const least = path.indexOf(path.toSorted()[0] ?? file)
    return [[...path.slice(least), ...path.slice(0, least + 1)].join(' -> ')]
  })
  return [...new Set(cycles)]
}

function isIn(file: string, places: readonly string[]): boolean {
  return places.some((place) => (place.endsWith('/') ? file.startsWith(place) : file === place))
}

function targets(imports: readonly Import[]): ReadonlyMap<string, readonly string[]> {
  const map = new Map<string, string[]>()
  for (const { from, to } of imports) {
    const found = map.get(from)
    if (found === undefined) map.set(from, [to])
    else found.push(to)
  }
  return map
}

function shortestPath(
  imports: readonly Import[],
  starts: readonly string[],
  isEnd: (file: string) => boolean,
): readonly string[] | null {
  const next = targets(imports)
  const seen = new Set(starts)
  const queue = starts.map((start) => [start])
  for (const path of queue) {
    const last = path.at(-1) ?? ''
    if (isEnd(last)) return path
    for (const file of next.get(last) ?? []) {
      if (!seen.has(file)) queue.push([...path, file])
      seen.add(file)
    }
  }
  return null
}
