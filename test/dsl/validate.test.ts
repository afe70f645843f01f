/**
 * The surface's rules of control, scope and ghosts, held against the rules of the IR that the random models keep, which were written
 * apart: on random models neither has anything to say, and on models with one thing changed both or neither does.
 */

import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Block, Model, Statement } from '../../dsl/ir.ts'
import { flowMistakes } from '../../dsl/validate/flow.ts'
import { ghostMistakes } from '../../dsl/validate/ghost.ts'
import { nameMistakes } from '../../dsl/validate/names.ts'
import { scopeMistakes } from '../../dsl/validate/scope.ts'
import { sizeMistakes } from '../../dsl/validate/size.ts'
import { models } from '../random/arbitrary.ts'
import { numbered, statement, truth } from '../random/nodes.ts'
import { mistakes } from '../random/well-formed.ts'

const names = { localNames: new Map(), boundNames: new Map() }

/** What the surface would say of the model, places apart. */
function said(model: Model): readonly string[] {
  const found = [...flowMistakes(model), ...scopeMistakes(model, names), ...ghostMistakes(model)]
  // By the surface a local is written only after it was declared, and variables and a process's own instance are known by their sites:
  // none of that is so in random models.
  const apart = /the local|the instance|another model/
  return found.map(({ what }) => what).filter((what) => !apart.test(what))
}

test('random models break no rule of the surface', () => {
  for (const model of fc.sample(models(), { seed: 20_260_801, numRuns: 400 })) {
    expect(said(model)).toEqual([])
    expect(sizeMistakes(model)).toEqual([])
    expect(nameMistakes(model, [])).toEqual([])
  }
})

/** How a list of statements can be spoilt, at a position. */
const spoilers: readonly ((list: readonly Statement[], at: number) => readonly Statement[])[] = [
  (list, at) => list.toSpliced(at, 1),
  (list, at) => list.toSpliced(at, 2),
  (list, at) => list.toSpliced(at, 1, ...list.slice(at, at + 2).toReversed()),
  (list, at) => list.toSpliced(at, 0, statement('leave', {})),
  (list, at) => list.toSpliced(at, 0, statement('again', {})),
  (list, at) => list.toSpliced(at, 1, statement('label', { label: 'entry' })),
  (list, at) =>
    list.toSpliced(
      at,
      1,
      statement('loop', { body: { locals: [], statements: list.slice(at, at + 1) } }),
    ),
  (list, at) =>
    list.toSpliced(
      at,
      1,
      statement('atomic', { name: 'a', body: { locals: [], statements: list.slice(at, at + 1) } }),
    ),
  (list, at) =>
    list.toSpliced(
      at,
      0,
      statement('step', {
        name: 'wait',
        guard: truth(true),
        effects: [],
        wait: null,
        requests: [],
      }),
    ),
]

/** The model with one list of statements spoilt: the one with this number, counted through all bodies. */
function spoilt(model: Model, where: number, how: number, position: number): Model {
  let next = where
  const change = (block: Block): Block => {
    const mine = next === 0
    next -= 1
    const statements = block.statements.map(inside)
    const at = statements.length === 0 ? 0 : position % statements.length
    return {
      ...block,
      statements: mine ? (spoilers[how]?.(statements, at) ?? statements) : statements,
    }
  }
  const inside = (each: Statement): Statement => {
    switch (each.kind) {
      case 'when':
        return { ...each, then: change(each.then), otherwise: change(each.otherwise) }
      case 'loop':
      case 'until':
      case 'atomic':
        return { ...each, body: change(each.body) }
      case 'either':
        return { ...each, branches: each.branches.map(change) }
      default:
        return each
    }
  }
  const bodied = <B extends { readonly body: Block }>(each: B): B => {
    return { ...each, body: numbered(change(each.body)) }
  }
  return {
    ...model,
    processes: model.processes.map(bodied),
    procedures: model.procedures.map(bodied),
  }
}

/** Rules that no place of a statement can break, and those about locals. */
const apart = /sort|numbered|step flag|result without|first locals|number of arguments|local/

test('a model with a statement out of place breaks the rules of both or of neither', () => {
  const counts = { right: 0, wrong: 0 }
  const check = (model: Model, where: number, how: number, position: number) => {
    const changed = spoilt(model, where, how, position)
    const [surface, apartFromIt] = [
      said(changed),
      mistakes(changed).filter((each) => !apart.test(each)),
    ]
    counts[surface.length === 0 ? 'right' : 'wrong'] += 1
    expect({ broken: surface.length > 0, surface, apartFromIt }).toEqual({
      broken: apartFromIt.length > 0,
      surface,
      apartFromIt,
    })
  }
  const property = fc.property(
    models().filter(({ processes }) => processes.length > 0),
    fc.nat({ max: 12 }),
    fc.nat({ max: spoilers.length - 1 }),
    fc.nat({ max: 5 }),
    check,
  )
  fc.assert(property, { seed: 20_260_801, numRuns: 1500, endOnFailure: true })
  expect(counts.right).toBeGreaterThan(300)
  expect(counts.wrong).toBeGreaterThan(300)
})

test('the surface finds no ghost that decides where the rules of the IR find none', () => {
  let found = 0
  for (const model of fc.sample(models(), { seed: 20_260_802, numRuns: 300 })) {
    for (const { id } of model.variables) {
      const variables = model.variables.map((each) => {
        return each.id === id ? { ...each, ghost: true } : each
      })
      const haunted = { ...model, variables }
      const surface = ghostMistakes(haunted)
      if (surface.length === 0) continue
      found += 1
      expect(mistakes(haunted)).toContain('a ghost is read')
    }
  }
  expect(found).toBeGreaterThan(100)
})
