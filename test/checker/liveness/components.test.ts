/** Components of a product are those of its states that reach each other, and can be walked again without some. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { automatonOf } from '../../../checker/liveness/automaton.ts'
import { Components } from '../../../checker/liveness/components.ts'
import { Ledger } from '../../../checker/liveness/ledger.ts'
import { Product } from '../../../checker/liveness/product.ts'
import { constant } from './formulas.ts'
import { listedGraph } from './listed-graph.ts'
import type { ListedState } from './listed-graph.ts'

type Successors = readonly (readonly number[])[]

function listed(successors: Successors): readonly ListedState[] {
  return successors.map((targets) => ({ edges: targets.map((to) => ({ to })) }))
}

/** What is read of a run that breaks a constant is nothing: the vertices of the product are the states. */
function componentsOf(successors: Successors): Components {
  const product = new Product(listedGraph(listed(successors)), automatonOf(constant(false)), 0)
  return new Components(product, new Ledger(Infinity))
}

function members(components: Components): readonly number[] {
  const { size } = components
  return Array.from({ length: size }, (_, place) => components.at(place)).toSorted((a, b) => a - b)
}

/** The components of more than one vertex that are reached from 0, in the order in which they are complete. */
function walked(
  successors: Successors,
  decide: (components: Components) => void = (components) => components.close(),
): readonly (readonly number[])[] {
  const components = componentsOf(successors)
  const all: (readonly number[])[] = []
  components.begin(0)
  for (;;) {
    const event = components.walk(2)
    if (event === 'done') return all
    if (event !== 'component') continue
    all.push(members(components))
    decide(components)
  }
}

/** The same, by who reaches whom. */
function byReach(successors: Successors): ReadonlySet<string> {
  const reach = successors.map((_, from) => {
    const reached = new Set([from])
    for (const number of reached) for (const to of successors[number] ?? []) reached.add(to)
    return reached
  })
  const components = [...(reach[0] ?? [])].map((number) =>
    [...successors.keys()].filter((to) => reach[number]?.has(to) && reach[to]?.has(number)),
  )
  return new Set(components.filter(({ length }) => length > 1).map((each) => each.join()))
}

describe('components', () => {
  it('are those of states that reach each other', () => {
    const graph = fc.integer({ min: 1, max: 12 }).chain((size) =>
      fc.array(fc.array(fc.nat({ max: size - 1 }), { maxLength: 3 }), {
        minLength: size,
        maxLength: size,
      }),
    )
    fc.assert(
      fc.property(graph, (successors) => {
        expect(new Set(walked(successors).map((each) => each.join()))).toEqual(byReach(successors))
      }),
      { numRuns: 1000, seed: 7 },
    )
  })

  it('are complete after those that they lead to', () => {
    expect(walked([[1, 2], [0], [3], [2]])).toEqual([
      [2, 3],
      [0, 1],
    ])
  })

  it('do not join through one that is complete', () => {
    expect(walked([[1, 3], [2], [1], [4, 2], [3]])).toEqual([
      [1, 2],
      [3, 4],
    ])
  })

  it('can be long rings, which many vertices wait behind', () => {
    const size = 5000
    const successors = Array.from({ length: size }, (_, at) =>
      Array.from({ length: 40 }, (_each, step) => (at + (step + 1) ** 2) % size),
    )
    const [only, ...others] = walked(successors)
    expect([only?.length, others]).toEqual([size, []])
  })

  it('have no vertex of its own that leads back to itself alone', () => {
    expect(walked([[0, 1], [1]])).toEqual([])
  })

  it('are walked again by themselves without what was excluded', () => {
    // A ring of 0 to 4 with a chord from 2 to 1, and one from 4 to 3: without 0 there are two small ones.
    const ring = [[1], [2], [3, 1], [4], [0, 3]]
    const found = walked(ring, (components) => {
      if (components.size < ring.length) components.close()
      else {
        components.exclude(0)
        components.split()
      }
    })
    expect(found.map((each) => each.join()).toSorted()).toEqual(['0,1,2,3,4', '1,2', '3,4'])
  })

  it('are walked again below others that are not complete yet', () => {
    // 1 to 3 are complete, and split, while 0 and 4 are still on the way.
    const successors = [[4], [2], [3], [1, 2], [1, 0]]
    const found = walked(successors, (components) => {
      if (components.size < 3) components.close()
      else {
        components.exclude(1)
        components.split()
      }
    })
    expect(found).toEqual([
      [1, 2, 3],
      [2, 3],
      [0, 4],
    ])
  })

  it('keep the number that they are closed with', () => {
    const components = componentsOf([[1], [0, 2], []])
    components.begin(0)
    while (components.walk(10) !== 'component');
    components.close(5)
    expect([0, 1, 2].map((vertex) => components.numberOf(vertex))).toEqual([5, 5, 0])
  })
})
