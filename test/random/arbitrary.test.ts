/** The generator keeps the rules that engines rely on, and what fails shrinks to something that a person can read. */

import { runInThisContext } from 'node:vm'
import { sample } from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Model, Statement } from '../../dsl/ir.ts'
import { models, temporalModels } from './arbitrary.ts'
import { flat, show } from './engines.ts'
import { fixture } from './fixture.ts'
import { modelOf, process, step } from './handmade.ts'
import { block, site, statement, truth } from './nodes.ts'
import { printFixture } from './print.ts'
import { keyOf } from './same.ts'
import { smaller } from './shrink.ts'
import { expressionsIn, walk } from './walk.ts'
import { mistakes } from './well-formed.ts'

const seed = 20_260_731

describe.each([
  ['random models', models],
  ['random models with temporal properties', temporalModels],
] as const)('%s', (_, arbitrary) => {
  const few = sample(arbitrary(), { seed, numRuns: 30 })

  test('are well-formed', () => {
    const wrong = sample(arbitrary(), { seed, numRuns: 300 }).filter(
      (each) => mistakes(each).length > 0,
    )
    expect(wrong).toEqual([])
  })

  test('are the same for the same seed', () => {
    const again = sample(arbitrary(), { seed, numRuns: 30 })
    expect(again.map(printFixture)).toEqual(few.map(printFixture))
  })

  test('have a site of its own for every node', () => {
    const shared = few.filter((model) => {
      const sites = new Map<unknown, object>()
      let twice = false
      walk(model, (part) => {
        if (!('site' in part)) return
        twice ||= (sites.get(part['site']) ?? part) !== part
        sites.set(part['site'], part)
      })
      return twice
    })
    expect(shared).toEqual([])
  })

  test('shrink to well-formed models only, none of them larger', () => {
    for (const model of few.slice(0, 12)) {
      const size = expressionsIn(model).length
      for (const next of smaller(model).take(20)) {
        expect(mistakes(next)).toEqual([])
        expect(expressionsIn(next).length).toBeLessThanOrEqual(size)
      }
    }
  })

  test('are printed as fixtures that behave alike', () => {
    const limits = { states: 30, depth: 6 }
    for (const model of few) {
      expect(withoutSites(show(flat, read(printFixture(model)), limits))).toEqual(
        withoutSites(show(flat, model, limits)),
      )
    }
  })
})

/** Sites are objects of their own; whatever else was recorded is data. */
function withoutSites(value: unknown): string {
  return keyOf(
    JSON.parse(JSON.stringify(value, (key, part: unknown) => (key === 'site' ? null : part))),
  )
}

/** The model that the source of a fixture exports. */
function read(source: string): Model {
  const script = source
    .replace(/^import .*$/m, '')
    .replaceAll(' as const\n', '\n')
    .replace('export const model =', 'return')
  // The script is a function of `fixture`, and returns what that gives.
  const build = runInThisContext(`(fixture) => {${script}}`) as (of: typeof fixture) => Model
  return build(fixture)
}

/** A model of one process with this body. */
function having(...statements: readonly Statement[]): Model {
  return modelOf({ processes: [process(0, 1, block(...statements))] })
}

describe('the rules notice', () => {
  test.each<readonly [string, Model]>([
    ['a round without a step', having(statement('loop', { body: block() }))],
    ['a branch without a step', having(statement('either', { branches: [block()] }))],
    ['again outside of a loop', having(statement('again', {}))],
    [
      'a guard inside an atomic',
      having(
        statement('atomic', { name: 'at once', body: block(step([]), step([], truth(true))) }),
      ),
    ],
    [
      'a statement that control never comes to',
      having(statement('loop', { body: block(step([])) }), step([])),
    ],
    [
      'the step flag is wrong',
      having(
        statement('when', { test: truth(true), step: true, then: block(), otherwise: block() }),
      ),
    ],
    ['literal 2 of sort bool', having(step([], { ...truth(true), value: 2 }))],
    [
      'fairness of no branch',
      having(statement('either', { branches: [block(step([]))], branchFairness: [null, 'weak'] })),
    ],
    [
      'fairness of no action',
      modelOf({
        fairness: [
          {
            name: 'no action',
            strength: 'weak',
            steps: { kind: 'actions', actions: [0], each: false },
            site: site(),
          },
        ],
      }),
    ],
  ])('%s', (mistake, model) => {
    expect(mistakes(model)).toEqual([mistake])
  })
})
