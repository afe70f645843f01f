/** From what an author gives (a term, or a value as JavaScript writes it) to an expression. */

import type { Expr, Sort, SortOf } from '../ir.ts'
import { mistaken } from '../mistake.ts'
import { PickNode, StatementNode } from '../node.ts'
import { equalSorts, join, sortText } from '../shape.ts'
import type { Site } from '../site.ts'
import { bool } from '../sort.ts'
import { boundTerm, newBinder } from './binder.ts'
import { callbackName } from './callback.ts'

/** A value that is there; made by `just`. */
export interface Just<T> {
  readonly just: T
}

/** The value, as an optional that has it. */
export function just<const T>(value: T): Just<T> {
  return { just: value }
}

/** The optional that has no value. */
export const none = null

/** The expression inside, when this is a term. */
export function termExpr(input: unknown): Expr | null {
  if (typeof input !== 'object' || input === null || !('expr' in input) || !('place' in input)) {
    return null
  }
  // Only terms have both.
  return input.expr as Expr
}

/** What the author wrote to build it, when this is a formula about runs. */
function formulaText(input: unknown): string | null {
  if (typeof input !== 'object' || input === null) return null
  return 'formula' in input && 'what' in input ? String(input.what) : null
}

/** The expression, converted to the sort where ranges or bounds differ. */
export function fit(expr: Expr, sort: Sort, site: Site): Expr {
  if (equalSorts(expr.sort, sort)) return expr
  if (expr.sort.kind === 'int' && sort.kind === 'int') {
    if (sort.min <= expr.sort.min && expr.sort.max <= sort.max) return expr
    if (expr.kind === 'literal') return outside(expr.value, sort, site)
    if (expr.sort.max < sort.min || sort.max < expr.sort.min) {
      return outside(sortText(expr.sort), sort, site)
    }
  }
  return { kind: 'convert', sort, site, value: alike(expr, sort, site) }
}

/** The expression as it is, when its sort differs from this one in ranges and bounds at most. */
function alike(expr: Expr, sort: Sort, site: Site): Expr {
  return join(expr.sort, sort) === null ? wrong(sortText(expr.sort), sort, site) : expr
}

/** The expression of this sort that the author's input stands for. A term of other ranges or bounds is converted. */
export function lift(input: unknown, sort: Sort, site: Site): Expr {
  return build(input, sort, site, fit)
}

/**
 * The expression that the author's input stands for, to be compared with something of this sort: terms keep their ranges and bounds,
 * and the sort of what they are part of grows to hold them.
 */
export function liftOpen(input: unknown, sort: Sort, site: Site): Expr {
  return build(input, sort, site, alike)
}

/** The expression of a condition. */
export function liftTest(input: unknown, site: Site): Expr {
  if (input !== false) return lift(input, bool, site)
  return mistaken(
    site,
    "JavaScript's 'false' is given where a condition is expected",
    "Write 'not(x)' for '!x', 'x.eq(y)' for 'x === y', 'value(bool, false)' for what is never true",
  )
}

/** What becomes of a term inside of the input, where this sort is expected. */
type Adapt = (expr: Expr, sort: Sort, site: Site) => Expr

function build(input: unknown, sort: Sort, site: Site, adapt: Adapt): Expr {
  const expr = termExpr(input)
  if (expr !== null) return adapt(expr, sort, site)
  const formula = formulaText(input)
  if (formula !== null) {
    const what = `'${formula}', a formula about runs, is given where ${sortText(sort)} is expected`
    mistaken(site, what, "Say it with 'm.temporal', or inside of another formula")
  }
  if (input instanceof StatementNode || input instanceof PickNode) {
    const what = `the statement '${input.what}' is given where ${sortText(sort)} is expected`
    mistaken(
      site,
      what,
      "In a process write 'const x = yield* …', and give x; a property reads state",
    )
  }
  switch (sort.kind) {
    case 'bool':
      if (typeof input === 'boolean') return { kind: 'literal', sort, site, value: input }
      return wrong(shown(input), sort, site)
    case 'int':
      return buildInt(input, sort, site)
    case 'enum':
      if (typeof input === 'string' && sort.values.includes(input)) {
        return { kind: 'literal', sort, site, value: input }
      }
      return wrong(shown(input), sort, site)
    case 'identity':
    case 'index':
    case 'thread':
      return wrong(shown(input), sort, site)
    case 'optional':
      return buildOptional(input, sort, site, adapt)
    case 'record':
      return buildRecord(input, sort, site, adapt)
    case 'variant':
      return buildVariant(input, sort, site, adapt)
    case 'array':
      return buildArray(input, sort, site, adapt)
    case 'set':
    case 'sequence':
    case 'bag':
      return buildCollection(input, sort, site, adapt)
  }
}

function buildInt(input: unknown, sort: SortOf<'int'>, site: Site): Expr {
  if (typeof input !== 'number' || !Number.isSafeInteger(input)) {
    return wrong(shown(input), sort, site)
  }
  if (input < sort.min || input > sort.max) return outside(input, sort, site)
  // Of JavaScript's two zeros the language knows one.
  const value = input + 0
  return { kind: 'literal', sort: { kind: 'int', min: value, max: value }, site, value }
}

function buildOptional(input: unknown, sort: SortOf<'optional'>, site: Site, adapt: Adapt): Expr {
  if (input === null) return { kind: 'none', sort, site }
  if (typeof input !== 'object' || !('just' in input)) {
    const what = `${shown(input)} is given where ${sortText(sort)} is expected`
    return mistaken(site, what, "Write 'just(value)' or 'none'")
  }
  const value = build(input.just, sort.of, site, adapt)
  return { kind: 'some', sort: { kind: 'optional', of: grown(sort.of, [value]) }, site, value }
}

function buildRecord(input: unknown, sort: SortOf<'record'>, site: Site, adapt: Adapt): Expr {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    return wrong(shown(input), sort, site)
  }
  const given = new Map<string, unknown>(Object.entries(input))
  for (const name of given.keys()) {
    if (sort.fields.some((field) => field.name === name)) continue
    mistaken(site, ...noSuchField(sort, name))
  }
  const fields = sort.fields.map(({ name, sort: of }) => {
    if (!given.has(name)) {
      mistaken(site, `the field '${name}' is missing`, 'Give every field of the record')
    }
    return { name, value: build(given.get(name), of, site, adapt) }
  })
  const sorts = sort.fields.map((field, position) => {
    return { name: field.name, sort: grown(field.sort, [fields[position]?.value]) }
  })
  return { kind: 'record', sort: { kind: 'record', fields: sorts }, site, fields }
}

function buildVariant(input: unknown, sort: SortOf<'variant'>, site: Site, adapt: Adapt): Expr {
  if (typeof input !== 'object' || input === null || !('tag' in input)) {
    return wrong(shown(input), sort, site)
  }
  const tag = String(input.tag)
  const found = sort.cases.find((each) => each.tag === tag)
  if (found === undefined) return mistaken(site, ...noSuchCase(sort, tag))
  const payload = 'value' in input ? input.value : undefined
  if (found.sort === null) {
    if (payload === undefined) return { kind: 'variant', sort, site, tag, value: null }
    return mistaken(site, `the case '${tag}' carries no value`, "Give its 'tag' alone")
  }
  const value = build(payload, found.sort, site, adapt)
  const own = { tag, sort: grown(found.sort, [value]) }
  const cases = sort.cases.map((each) => (each === found ? own : each))
  return { kind: 'variant', sort: { kind: 'variant', cases }, site, tag, value }
}

function buildArray(input: unknown, sort: SortOf<'array'>, site: Site, adapt: Adapt): Expr {
  const { index } = sort
  if (Array.isArray(input)) {
    const entries = input.map((entry: unknown) => build(entry, sort.element, site, adapt))
    const element = grown(sort.element, entries)
    return { kind: 'table', sort: { kind: 'array', index, element }, site, entries }
  }
  if (typeof input !== 'function') return wrong(shown(input), sort, site)
  const binder = newBinder(callbackName(input, 'i'), index)
  // The compiler saw a function of the index's term.
  const given: unknown = (input as (index: unknown) => unknown)(boundTerm(binder, site))
  const body = build(given, sort.element, site, adapt)
  const element = grown(sort.element, [body])
  return { kind: 'array', sort: { kind: 'array', index, element }, site, binder, body }
}

function buildCollection(
  input: unknown,
  sort: SortOf<'set' | 'sequence' | 'bag'>,
  site: Site,
  adapt: Adapt,
): Expr {
  if (!Array.isArray(input)) return wrong(shown(input), sort, site)
  if (sort.kind !== 'set' && input.length > sort.bound) {
    const what = `${input.length} elements are given where ${sortText(sort)} is expected`
    mistaken(site, what, `Give at most ${sort.bound}, or raise the bound`)
  }
  const elements = input.map((element: unknown) => build(element, sort.of, site, adapt))
  return { kind: 'collection', sort: { ...sort, of: grown(sort.of, elements) }, site, elements }
}

/** The sort, with ranges and bounds wide enough for these parts. */
function grown(sort: Sort, parts: readonly (Expr | undefined)[]): Sort {
  return parts.reduce((wide, part) => {
    const both = part === undefined ? null : join(wide, part.sort)
    return both === null || equalSorts(both, wide) ? wide : both
  }, sort)
}

/** What is wrong with the tag, and what to do. */
export function noSuchCase(sort: SortOf<'variant'>, tag: string): [what: string, remedy: string] {
  const tags = sort.cases.map((each) => each.tag).join(', ')
  return [`the variant has no case '${tag}'`, `Its cases are ${tags}`]
}

/** The same for a field. */
export function noSuchField(sort: SortOf<'record'>, name: string): [what: string, remedy: string] {
  const names = sort.fields.map((field) => field.name).join(', ')
  return [`the record has no field '${name}'`, `Its fields are ${names}`]
}

function outside(value: boolean | number | string, sort: Sort, site: Site): never {
  const remedy = 'Give a value in the range, or widen the range'
  return mistaken(site, `${value} is outside of ${sortText(sort)}`, remedy)
}

function wrong(given: string, sort: Sort, site: Site): never {
  const what = `${given} is given where ${sortText(sort)} is expected`
  return mistaken(site, what, 'Give a term or value of that sort')
}

function shown(input: unknown): string {
  if (typeof input === 'function') return 'a function'
  if (input === undefined) return 'nothing'
  return typeof input === 'object' ? 'an object' : JSON.stringify(input)
}
