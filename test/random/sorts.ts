/** Random sorts, few to a model, so that values of one sort meet. */

import type { Field, Sort } from '../../dsl/ir.ts'
import { cardinality } from '../../dsl/shape.ts'
import type { Draw } from './draw.ts'
import { bool, int, thread } from './nodes.ts'
import { drawBroadInt, drawWide, elements, isWide } from './wide.ts'

/** A model's sorts, and how many threads it has. */
export interface Palette {
  readonly threads: number
  readonly sorts: readonly Sort[]
  /** Those of the sorts that take many bits; most models have none. */
  readonly wide: readonly Sort[]
  /** A local has a sort of at most so many values. */
  readonly localValues: number
}

const mostValues = 64
const localValues = 16

/** Sorts of a model; those of its processes are among them. */
export function drawPalette(draw: Draw, processes: readonly Sort[], threads: number): Palette {
  const sorts = drawSorts(draw, processes, threads)
  if (draw.chance(62)) return { threads, sorts, wide: [], localValues }
  const broad = draw.times(1, 2, () => drawBroadInt(draw))
  sorts.push(elements, ...broad)
  const wide: Sort[] = []
  for (let more = draw.between(1, 4); more > 0; more -= 1) {
    wide.push(drawWide(draw, [...sorts, ...wide], threads))
  }
  const of = wide.find((sort) => isWide(sort, threads))
  if (of !== undefined && draw.chance(30)) {
    const kind = draw.oneOf(['bag', 'bag', 'sequence'] as const)
    wide.push({ kind, of, bound: 2 })
  }
  const most = draw.oneOf([localValues, 2 ** 40, Infinity])
  // Twice, so that what is drawn is often one of them.
  const all = [...sorts, ...wide, ...wide]
  return { threads, sorts: all, wide: [...broad, ...wide], localValues: most }
}

function drawSorts(draw: Draw, processes: readonly Sort[], threads: number): Sort[] {
  const atoms: Sort[] = [bool, drawInt(draw), ...processes]
  if (draw.chance(60)) atoms.push(drawEnum(draw))
  if (draw.chance(40)) atoms.push(drawIdentity(draw))
  if (draw.chance(50)) atoms.push(drawIndex(draw))
  if (draw.chance(30)) atoms.push(drawInt(draw))
  if (threads > 0 && draw.chance(50)) atoms.push(thread)
  const sorts = [...atoms]
  for (let more = draw.between(1, 4); more > 0; more -= 1) {
    const sort = drawCompound(draw, sorts, threads)
    if (cardinality(sort, threads) <= mostValues) sorts.push(sort)
  }
  return sorts
}

function drawInt(draw: Draw): Sort {
  const min = draw.chance(85) ? draw.between(-2, 1) : draw.oneOf(far)
  return int(min, min + draw.between(0, 3))
}

/** Where ranges begin that are away from 0. */
const far = [-(2 ** 33), -70_000, -131, 254, 99_998, 2 ** 32 - 2]

function drawEnum(draw: Draw): Sort {
  return { kind: 'enum', values: ['idle', 'busy', 'done'].slice(0, draw.between(1, 3)) }
}

export function drawIdentity(draw: Draw): Sort {
  return { kind: 'identity', name: 'buffer', size: draw.between(1, 3) }
}

export function drawIndex(draw: Draw): Sort {
  return { kind: 'index', name: 'slot', size: draw.oneOf([1, 2, 3, 3]) }
}

/** A sort made of these; it may have too many values. */
function drawCompound(draw: Draw, sorts: readonly Sort[], threads: number): Sort {
  const part = (): Sort => draw.oneOf(sorts)
  const small = (limit: number): Sort => {
    const fitting = sorts.filter((sort) => cardinality(sort, threads) <= limit)
    return fitting.length === 0 ? bool : draw.oneOf(fitting)
  }
  return draw.weighted<() => Sort>([
    [3, () => ({ kind: 'optional', of: part() })],
    [3, () => ({ kind: 'record', fields: drawFields(draw, () => small(8)) })],
    [3, () => ({ kind: 'variant', cases: drawCases(draw, () => small(16)) })],
    [4, () => ({ kind: 'array', index: small(4), element: small(4) })],
    [4, () => ({ kind: 'set', of: small(5) })],
    [4, () => ({ kind: 'sequence', of: small(4), bound: draw.between(1, 2) })],
    [4, () => ({ kind: 'bag', of: small(4), bound: draw.between(1, 3) })],
  ])()
}

function drawFields(draw: Draw, part: () => Sort): Field[] {
  return draw.times(1, 2, (position) => ({ name: `f${position}`, sort: part() }))
}

function drawCases(draw: Draw, part: () => Sort) {
  return draw.times(1, 3, (position) => ({
    tag: `T${position}`,
    sort: draw.chance(40) ? null : part(),
  }))
}

/** The same shape with other ranges and bounds here and there; the sort itself where it has none. */
export function drawReshaped(draw: Draw, sort: Sort): Sort {
  const reshape = (part: Sort): Sort => drawReshaped(draw, part)
  switch (sort.kind) {
    case 'int': {
      const min = sort.min + draw.between(-1, 1)
      return int(min, Math.max(min, sort.max + draw.between(-1, 1)))
    }
    case 'optional':
    case 'set':
      return { kind: sort.kind, of: reshape(sort.of) }
    case 'sequence':
    case 'bag':
      return {
        kind: sort.kind,
        of: reshape(sort.of),
        bound: Math.max(1, sort.bound + draw.between(-1, 1)),
      }
    case 'array':
      return { ...sort, element: reshape(sort.element) }
    case 'record':
      return { ...sort, fields: sort.fields.map((f) => ({ ...f, sort: reshape(f.sort) })) }
    case 'variant':
      return {
        ...sort,
        cases: sort.cases.map((c) => ({ ...c, sort: c.sort === null ? null : reshape(c.sort) })),
      }
    default:
      return sort
  }
}

/** Whether `drawReshaped` can give another sort. */
export function hasRange(sort: Sort): boolean {
  switch (sort.kind) {
    case 'int':
    case 'sequence':
    case 'bag':
      return true
    case 'optional':
    case 'set':
      return hasRange(sort.of)
    case 'array':
      return hasRange(sort.element)
    case 'record':
      return sort.fields.some((field) => hasRange(field.sort))
    case 'variant':
      return sort.cases.some((each) => each.sort !== null && hasRange(each.sort))
    default:
      return false
  }
}
