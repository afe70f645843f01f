/** A run that goes round has one shortest form. */

import { describe, expect, it } from 'vitest'
import { shortestForm } from '../../../checker/liveness/shortest-form.ts'
import { listedGraph } from './listed-graph.ts'

/** A ring of three, with a way into it at each state. */
const ring = listedGraph([
  { edges: [{ to: 1 }] },
  { edges: [{ to: 2 }, { to: 3 }] },
  { edges: [{ to: 3 }] },
  { edges: [{ to: 1 }] },
])

function form(stem: readonly number[], loop: readonly number[]): string {
  const run = shortestForm(ring, { obligation: 0, initial: 0, stem, loop })
  return `${run.stem.join(' ')} (${run.loop.join(' ')})`
}

describe('a run', () => {
  it('has a loop that begins as early as it can', () => {
    expect(form([0, 0, 0], [0, 0, 0])).toBe('0 (0 0 0)')
  })

  it('has a loop that goes round once', () => {
    expect(form([0], [0, 0, 0, 0, 0, 0])).toBe('0 (0 0 0)')
  })

  it('comes to the loop by another way than the loop does', () => {
    expect(form([0], [1, 0])).toBe('0 (1 0)')
  })

  it('goes round twice where it goes differently', () => {
    expect(form([0], [0, 0, 0, 1, 0])).toBe('0 (0 0 0 1 0)')
  })

  it('goes round its petals in the order in which it does, however often each', () => {
    const petals = listedGraph([
      { edges: [{ to: 1 }, { to: 2 }] },
      { edges: [{ to: 0 }] },
      { edges: [{ to: 0 }] },
    ])
    const run = { obligation: 0, initial: 0, stem: [], loop: [0, 0, 1, 0, 0, 0] }
    expect(shortestForm(petals, run)).toEqual(run)
  })

  it('may stay', () => {
    expect(form([0, 1], [])).toBe('0 1 ()')
  })
})
