/** Whether effects keep the rules of the IR. */

import type { Effect, Expr, LocalId, Place, Sort } from '../../dsl/ir.ts'
import { equalSorts } from '../../dsl/shape.ts'
import { bind, checkDomain, expectSort } from './well-sorted.ts'
import type { Checking } from './well-sorted.ts'

const bool: Sort = { kind: 'bool' }

/** Where effects stand: in a step or action, in a silent computation, or in a `forEach`. */
type Where = 'step' | 'silent'

/**
 * Checks a list of effects; `live` are the locals that can be read. Gives the locals that are written whole on every way.
 */
export function checkEffects(
  effects: readonly Effect[],
  outer: Checking,
  where: Where,
  declared: ReadonlyMap<LocalId, Sort> = new Map(),
  repeated = false,
): ReadonlySet<LocalId> {
  const written = new Set<LocalId>()
  let checking = outer
  for (const effect of effects) {
    switch (effect.kind) {
      case 'assign':
        checkAssign(effect.place, effect.value, checking, where, declared)
        if (effect.place.root.kind === 'local' && effect.place.path.length === 0) {
          written.add(effect.place.root.local)
        }
        break
      case 'when': {
        expectSort(effect.test, bool, checking)
        const then = checkEffects(effect.then, checking, where, declared, repeated)
        const otherwise = checkEffects(effect.otherwise, checking, where, declared, repeated)
        for (const local of then.intersection(otherwise)) written.add(local)
        break
      }
      case 'forEach':
        checkDomain(effect.domain, effect.binder, checking)
        checkEffects(effect.body, bind(checking, effect.binder), where, declared, true)
        break
      case 'pick': {
        if (repeated || where === 'silent') checking.report('pick where it may not be')
        checkDomain(effect.domain, effect.binder, checking)
        const { domain, filter } = effect
        if (domain.kind === 'elements' && domain.of.sort.kind === 'sequence') {
          checking.report('pick from a sequence')
        }
        checking = bind(checking, effect.binder)
        if (filter !== null) expectSort(filter, bool, checking)
        break
      }
      case 'assert':
        expectSort(effect.test, bool, checking)
        break
      case 'fail':
        break
    }
  }
  return written
}

function checkAssign(
  { root, path, sort }: Place,
  value: Expr,
  checking: Checking,
  where: Where,
  declared: ReadonlyMap<LocalId, Sort>,
): void {
  const { model, report } = checking
  const variable = root.kind === 'variable' ? model.variables[root.variable] : undefined
  const ghosts = variable?.ghost === true
  const inside = { ...checking, ghosts }
  let part: Sort | undefined
  if (root.kind === 'variable') {
    if (where === 'silent') report('a silent computation writes a variable')
    part = variable?.sort
  } else {
    part = declared.get(root.local)
    if (path.length > 0 && !checking.locals.has(root.local)) report('part of a local not live')
  }
  for (const selector of path) {
    if (selector.kind === 'element') {
      if (part?.kind !== 'array') return report('element of no array')
      expectSort(selector.index, part.index, inside)
      part = part.element
    } else {
      if (part?.kind !== 'record') return report('field of no record')
      part = part.fields.find(({ name }) => name === selector.field)?.sort
    }
  }
  if (part === undefined || !equalSorts(part, sort)) return report('place of another sort')
  expectSort(value, sort, inside)
}
