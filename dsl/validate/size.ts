/** Rules of size: nothing that is too large to be enumerated, and as many elements as there are indices. */

import type { Domain, Model, Sort } from '../ir.ts'
import type { Mistake } from '../mistake.ts'
import { cardinality, maxThreads, sortText } from '../shape.ts'
import type { Site } from '../site.ts'
import { contents, subblocks, visit, visitStatements } from '../walk.ts'

/** More values than this nothing enumerates: not a quantifier, not a pick, not an index. */
const largest = 2 ** 20

/** Everything that is too large to be gone through, each sort once, and tables of the wrong length. */
export function sizeMistakes(model: Model): readonly Mistake[] {
  const threads = model.processes.reduce((sum, process) => sum + cardinality(process.sort, 0), 0)
  if (threads > maxThreads) {
    const what = `the model has ${threads} process instances`
    return [{ site: model.site, what, remedy: `Use at most ${maxThreads}` }]
  }
  const mistakes: Mistake[] = []
  const told = new Set<string>()
  const seen = new Set<Sort>()

  for (const { sort, initial, site } of model.variables) {
    inSort(sort, site)
    if (initial.kind === 'any') enumerated(sort, site)
  }
  for (const { parameters, site } of model.actions) {
    for (const { sort } of parameters) enumerated(sort, site)
  }
  for (const { body, site } of [...model.procedures, ...model.processes]) {
    for (const { sort } of body.locals) inSort(sort, site)
    visitStatements(body, (statement) => {
      for (const { sort } of subblocks(statement).flatMap((block) => block.locals)) {
        inSort(sort, statement.site)
      }
    })
  }
  const { expressions, effects } = contents(model)
  for (const expr of expressions) {
    visit(expr, (part) => {
      inSort(part.sort, part.site)
      if ('domain' in part) inDomain(part.domain, part.site)
      if (part.kind === 'table' && part.sort.kind === 'array') {
        const { index } = part.sort
        const size = cardinality(index, threads)
        if (size === part.entries.length) return
        const what = `${part.entries.length} elements are given, and ${sortText(index)} has ${size} values`
        mistakes.push({ site: part.site, what, remedy: 'Give one for each, or a function' })
      }
    })
  }
  for (const effect of effects) if ('domain' in effect) inDomain(effect.domain, effect.site)
  return mistakes

  function inDomain(domain: Domain, site: Site): void {
    if (domain.kind === 'sort') enumerated(domain.sort, site)
  }

  function inSort(sort: Sort, site: Site): void {
    if (seen.has(sort)) return
    seen.add(sort)
    for (const part of enumeratedParts(sort)) enumerated(part, site)
  }

  function enumerated(sort: Sort, site: Site): void {
    if (cardinality(sort, threads) <= largest) return
    const what = `${sortText(sort)} has too many values to go through`
    if (told.has(what)) return
    told.add(what)
    mistakes.push({ site, what, remedy: `Use a sort of at most ${largest} values` })
  }
}

/** The sorts inside whose values are counted out one by one: what arrays are indexed by, and what sets can have. */
function enumeratedParts(sort: Sort): readonly Sort[] {
  switch (sort.kind) {
    case 'array':
      return [sort.index, ...enumeratedParts(sort.element)]
    case 'set':
      return [sort.of, ...enumeratedParts(sort.of)]
    case 'optional':
    case 'sequence':
    case 'bag':
      return enumeratedParts(sort.of)
    case 'record':
      return sort.fields.flatMap((field) => enumeratedParts(field.sort))
    case 'variant':
      return sort.cases.flatMap((each) => (each.sort === null ? [] : enumeratedParts(each.sort)))
    default:
      return []
  }
}
