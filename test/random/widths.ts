/** What a model asks of an engine that packs bits: how many words its state takes, what lies across two of them, what no load reads. */

import { coding, wordsFor } from '../../checker/compiled/code.ts'
import type { Code } from '../../checker/compiled/code.ts'
import { layout } from '../../checker/compiled/layout.ts'
import type { Layout } from '../../checker/compiled/layout.ts'
import { lower } from '../../checker/lower/lower.ts'
import type { Program } from '../../checker/lower/program.ts'
import type { Expr, Model, Sort } from '../../dsl/ir.ts'
import { cardinality } from '../../dsl/shape.ts'
import type { Kinds } from './kinds.ts'
import { isEffect, isExpr, isPart, walk } from './walk.ts'

type Compound = 'optional' | 'record' | 'variant' | 'array' | 'set' | 'sequence' | 'bag'

const compounds: Kinds<Compound> = {
  optional: true,
  record: true,
  variant: true,
  array: true,
  set: true,
  sequence: true,
  bag: true,
}

/** What no compound can be the value of. */
type OfScalars =
  | 'literal'
  | 'self'
  | 'current'
  | 'thread'
  | 'at'
  | 'terminated'
  | 'unary'
  | 'binary'
  | 'isSome'
  | 'isTag'
  | 'size'
  | 'member'
  | 'occurrences'
  | 'ordinal'
  | 'indexOf'
  | 'neighbour'

const values: Kinds<Exclude<Expr['kind'], OfScalars>> = {
  variable: true,
  local: true,
  bound: true,
  definition: true,
  after: true,
  conditional: true,
  quantifier: true,
  image: true,
  fold: true,
  let: true,
  convert: true,
  none: true,
  some: true,
  unwrap: true,
  record: true,
  field: true,
  withField: true,
  variant: true,
  match: true,
  array: true,
  table: true,
  element: true,
  withElement: true,
  collection: true,
  setOperation: true,
  nth: true,
  concat: true,
  slice: true,
  withNth: true,
  bagChange: true,
}

const operations = {
  binary: true,
  quantifier: true,
  image: true,
  fold: true,
  convert: true,
  isSome: true,
  unwrap: true,
  field: true,
  isTag: true,
  match: true,
  element: true,
  size: true,
  member: true,
  setOperation: true,
  nth: true,
  occurrences: true,
} as const satisfies Partial<Kinds<Expr['kind']>>

/** By what it is of, every kind of thing that some model has to have. */
export const widthKinds = {
  words: { '1': true, '2': true, '3 to 8': true, '9 to 16': true, 'more than 16': true },
  'words of a value': { '1': true, '2': true, '3 to 8': true, 'more than 8': true },
  rank: { 'by a table': true, 'of a code': true, 'of words': true },
  place: {
    'in two words': true,
    'of a slot that may be dead': true,
    'of several slots': true,
    'of no bits': true,
  },
  'int in a state': {
    'one value': true,
    negative: true,
    'around 0': true,
    'from 0': true,
    'above 0': true,
  },
  'wide in a state': compounds,
  wide: values,
  'of wide': operations,
  'effect of wide': { assign: true, 'assign to a part': true, forEach: true, pick: true },
} as const

type WidthTopic = keyof typeof widthKinds

/** Everything of note in the model, as a topic and a kind of it. */
export function widths(model: Model): readonly (readonly [topic: WidthTopic, kind: string])[] {
  const program = lower(model)
  const code = coding(program.threads)
  const places = layout(program, code)
  const isWide = (sort: Sort): boolean => !code(sort).narrow
  const found: (readonly [WidthTopic, string])[] = [['words', wordsText(places.words)]]

  for (const bits of fields(places)) {
    if (bits.first >> 6 !== bits.last >> 6 && bits.narrow) found.push(['place', 'in two words'])
    if (bits.mayBeDead) found.push(['place', 'of a slot that may be dead'])
  }
  if (sharesBits(places)) found.push(['place', 'of several slots'])
  for (const sort of statefulSorts(model, program)) {
    if (isWide(sort)) {
      found.push(['wide in a state', sort.kind])
      found.push(['words of a value', valueText(wordsFor(code(sort).width))])
    }
    if (sort.kind === 'int') found.push(['int in a state', rangeText(sort)])
    if (cardinality(sort, program.threads) === 1) found.push(['place', 'of no bits'])
  }
  walk(model, (part) => {
    if (isExpr(part)) {
      if (isWide(part.sort)) found.push(['wide', part.kind])
      const ranked = rankedSort(part)
      const rank = ranked === null ? null : rankText(code(ranked))
      if (rank !== null) found.push(['rank', rank])
      if (operands(part).some(({ sort }) => isWide(sort))) found.push(['of wide', part.kind])
    } else if (isEffect(part)) {
      if (part.kind === 'assign') {
        if (isWide(part.place.sort)) found.push(['effect of wide', 'assign'])
        const { root, path } = part.place
        const whole = root.kind === 'variable' ? model.variables[root.variable] : undefined
        if (path.length > 0 && whole !== undefined && isWide(whole.sort)) {
          found.push(['effect of wide', 'assign to a part'])
        }
      }
      if ((part.kind === 'forEach' || part.kind === 'pick') && isWide(part.binder.sort)) {
        found.push(['effect of wide', part.kind])
      }
    }
  })
  return found
}

function wordsText(words: number): string {
  if (words < 3) return String(words)
  return words <= 8 ? '3 to 8' : words <= 16 ? '9 to 16' : 'more than 16'
}

function valueText(words: number): string {
  return words <= 8 ? wordsText(words) : 'more than 8'
}

function rangeText({ min, max }: { readonly min: number; readonly max: number }): string {
  if (min === max) return 'one value'
  if (max < 0) return 'negative'
  if (min < 0) return 'around 0'
  return min > 1 ? 'above 0' : 'from 0'
}

interface Field {
  readonly first: number
  readonly last: number
  readonly narrow: boolean
  readonly mayBeDead: boolean
}

/** Everything that has a place of its own, at each instance. */
function* fields({ variables, processes }: Layout): Generator<Field> {
  const field = (offset: number, code: Pick<Field, 'narrow'> & { readonly width: number }) => ({
    first: offset,
    last: offset + Math.max(1, code.width) - 1,
    narrow: code.narrow,
    mayBeDead: false,
  })
  for (const { offset, code } of variables) yield field(offset, code)
  for (const { offset, slots } of processes) {
    for (const slot of slots) {
      yield { ...field(offset + slot.offset, slot.code), mayBeDead: slot.mayBeDead }
    }
  }
}

/** Whether slots that are never live together lie one upon the other. */
function sharesBits({ processes }: Layout): boolean {
  return processes.some(({ slots }) =>
    slots.some((slot, i) =>
      slots.some(
        (other, j) =>
          i < j &&
          slot.offset < other.offset + other.code.width &&
          other.offset < slot.offset + slot.code.width,
      ),
    ),
  )
}

function statefulSorts(model: Model, program: Program): readonly Sort[] {
  const slots = program.processes.flatMap((flat) => flat.slots)
  return [...model.variables, ...slots].map(({ sort }) => sort)
}

/** The sort among whose values one is looked up by this expression. */
function rankedSort(expr: Expr): Sort | null {
  switch (expr.kind) {
    case 'element':
    case 'withElement':
      return expr.array.sort.kind === 'array' ? expr.array.sort.index : null
    case 'member':
      return expr.of.sort.kind === 'set' ? expr.of.sort.of : null
    case 'collection':
    case 'image':
      return expr.sort.kind === 'set' ? expr.sort.of : null
    default:
      return null
  }
}

/** How it is looked up; null where its code says it. */
function rankText({ count, dense, narrow, max }: Code): string | null {
  if (count <= 1n || dense) return null
  if (!narrow) return 'of words'
  return max < 4096n ? 'by a table' : 'of a code'
}

/** The expressions right inside of this one. */
function operands(expr: Expr): readonly Expr[] {
  const found: Expr[] = []
  const search = (value: unknown): void => {
    if (isExpr(value)) found.push(value)
    else if (Array.isArray(value)) value.forEach(search)
    else if (isPart(value)) Object.values(value).forEach(search)
  }
  for (const [key, part] of Object.entries(expr)) if (key !== 'sort' && key !== 'site') search(part)
  return found
}
