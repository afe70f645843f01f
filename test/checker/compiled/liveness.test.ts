/** Where slots may be live and where they must be. */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Statement } from '../../../dsl/ir.ts'
import { hasSlot, liveness } from '../../../checker/compiled/liveness.ts'
import { mayBeDead } from '../../../checker/compiled/sharing.ts'
import { lower } from '../../../checker/lower/lower.ts'
import type { FlatProcess } from '../../../checker/lower/program.ts'
import { models } from '../../random/arbitrary.ts'
import {
  assign,
  block,
  compute,
  effectWhen,
  fail,
  forEach,
  label,
  model,
  process,
  step,
  when,
} from '../lower/build.ts'
import { binder, bool, eq, get, int, local, num, of, variable, values } from '../lower/terms.ts'
import { waysOf } from './programs.ts'

const small = int(0, 3)
const x = variable(0, 'x', small, num(0))
const a = local(0, 'a', small)
const b = local(1, 'b', small)
const isZero = eq(of(x), num(0))
const rest = step('rest', null, assign(x, num(1)))

/** The only process of a model, with the locals `a` and `b` in its outermost block. */
function flatOf(...statements: readonly Statement[]): FlatProcess {
  const body = block([a, b], ...statements)
  const [flat] = lower(model({ variables: [x], processes: [process('p', body)] })).processes
  if (flat === undefined) throw new Error('there is a process')
  return flat
}

/** What surely is live at the point with this label, and in brackets what may be. */
function liveAt(name: string, flat: FlatProcess): string {
  const point = flat.points.findIndex(({ labels }) => labels.includes(name))
  const live = liveness(flat).points[point]
  if (live === undefined || live === null) throw new Error(`nobody comes to ${name}`)
  return flat.slots
    .flatMap((slot, i) => {
      if (!hasSlot(live.may, i)) return []
      return hasSlot(live.must, i) ? [slot.name] : [`(${slot.name})`]
    })
    .join(' ')
}

describe('a slot', () => {
  const here = label('here')

  test('is dead before it is written, and live from then on', () => {
    expect(liveAt('here', flatOf(here, rest))).toBe('')
    expect(liveAt('here', flatOf(step('s', null, assign(a, of(x))), here, rest))).toBe('a')
  })

  test('is dead behind its block', () => {
    const inner = local(2, 'inner', small)
    const branch = block([inner], step('s', null, assign(inner, of(x))), rest)
    expect(liveAt('here', flatOf(when(eq(num(0), num(0)), branch), here, rest))).toBe('')
  })

  test('may be live where one of two ways writes it', () => {
    const one = when(eq(get(b), num(0)), [compute(assign(a, num(0)))])
    const flat = flatOf(step('s', null, assign(b, of(x))), one, here, rest)
    expect(liveAt('here', flat)).toBe('(a) b')
  })

  test('is live where both ways write it', () => {
    const both = effectWhen(isZero, [assign(a, num(0))], [assign(a, num(1))])
    expect(liveAt('here', flatOf(step('s', null, both), here, rest))).toBe('a')
  })

  test('is live where the other way fails', () => {
    const other = effectWhen(isZero, [assign(a, num(0))], [fail('no')])
    expect(liveAt('here', flatOf(step('s', null, other), here, rest))).toBe('a')
  })

  test('may be live behind a loop of effects, which may have no round', () => {
    const round = forEach(binder(0, 'each', bool), values(bool), assign(a, num(0)))
    expect(liveAt('here', flatOf(step('s', null, round), here, rest))).toBe('(a)')
  })
})

test('only what may be live and may be dead at one point is told by its bits', () => {
  const both = flatOf(
    step('s', null, assign(b, of(x))),
    rest,
    when(eq(get(b), num(0)), [compute(assign(a, num(0)))]),
    rest,
  )
  const live = liveness(both)
  expect([mayBeDead(0, live), mayBeDead(1, live)]).toEqual([true, false])
})

describe('on random models', () => {
  test('what may be live is live on some way, and what must be, on all', () => {
    let undecided = 0
    fc.assert(
      fc.property(models(), (each) => {
        for (const flat of lower(each).processes) {
          const live = liveness(flat)
          const ways = waysOf(flat)
          for (const [sets, found] of [
            [ways.points, live.points],
            [ways.before, live.operations],
          ] as const) {
            for (const [i, ofHere] of sets.entries()) {
              const slots = flat.slots.map((_, slot) => slot)
              const may = slots.filter((slot) => hasSlot(found[i]?.may ?? 0n, slot))
              const must = slots.filter((slot) => hasSlot(found[i]?.must ?? 0n, slot))
              const some = slots.filter((slot) => ofHere.some((set) => set.includes(slot)))
              const all = some.filter((slot) => ofHere.every((set) => set.includes(slot)))
              expect([may, must]).toEqual([some, all])
              undecided += some.length - all.length
            }
          }
        }
      }),
      { numRuns: 150, seed: 3 },
    )
    expect(undecided).toBeGreaterThan(10)
  })
})
