/** States take few words, and nothing that is live together shares bits. */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { diningPhilosophers } from '../../../models/classics/dining-philosophers.ts'
import { peterson } from '../../../models/classics/peterson.ts'
import { twoPhaseCommit } from '../../../models/classics/two-phase-commit.ts'
import type { Block, Local, Model, Sort, Statement, Variable } from '../../../dsl/ir.ts'
import type { Layout, ProcessLayout } from '../../../checker/compiled/layout.ts'
import type { FlatProcess } from '../../../checker/lower/program.ts'
import { models } from '../../random/arbitrary.ts'
import {
  assign,
  atomic,
  block,
  call,
  compute,
  leave,
  loop,
  model,
  procedure,
  process,
  return_,
  step,
  when,
} from '../lower/build.ts'
import { array, bool, eq, get, identity, int, lit, local, num, variable } from '../lower/terms.ts'
import { arrayOf } from '../lower/terms.ts'
import { laidOut, waysOf } from './programs.ts'

const [yes, no] = [lit(bool, true), lit(bool, false)]
const shared = variable(0, 'shared', bool, no)
const rest = step('rest', null, assign(shared, yes))
const nibble = int(0, 15)
const [a, b, c] = [local(0, 'a', nibble), local(1, 'b', nibble), local(2, 'c', nibble)]
const write = (to: Local) => step('write', null, assign(to, num(1)))
const inner = (...of: Local[]) => block(of, ...of.map(write), rest)

function processLayout(body: Block, sort: Sort = identity('p', 1)): ProcessLayout {
  const { layout } = laidOut(
    model({ variables: [shared], processes: [process('p', body, { sort })] }),
  )
  const [found] = layout.processes
  if (found === undefined) throw new Error('there is a process')
  return found
}

function widthOf(of: Model): number[] {
  const { layout } = laidOut(of)
  return [layout.bits, layout.words]
}

/** Whether two ranges of bits have one in common. */
function overlap(
  left: { offset: number; width: number },
  right: { offset: number; width: number },
): boolean {
  const last = Math.min(left.offset + left.width, right.offset + right.width)
  return Math.max(left.offset, right.offset) < last
}

function rangesOf(place: ProcessLayout): readonly { offset: number; width: number }[] {
  return place.slots.map(({ offset, code }) => ({ offset, width: code.width }))
}

/** For each two slots, by their names, whether they share bits. */
function sharing(body: Block): string[] {
  const place = processLayout(body)
  const names = ['a', 'b', 'c']
  const ranges = rangesOf(place)
  return ranges.flatMap((left, i) =>
    ranges.slice(i + 1).flatMap((right, j) => {
      return overlap(left, right) ? [`${names[i]}${names[i + 1 + j]}`] : []
    }),
  )
}

describe('the width', () => {
  test('of 13 philosophers is a fork and four points each', () => {
    expect(widthOf(diningPhilosophers.instantiate({ n: 13 }))).toEqual([39, 1])
  })

  test('of two-phase commit is four bits a manager, and four', () => {
    expect(widthOf(twoPhaseCommit.instantiate({ managers: 3 }))).toEqual([16, 1])
    expect(widthOf(twoPhaseCommit.instantiate({ managers: 7 }))).toEqual([32, 1])
  })

  test('of Peterson is three variables of a bit, and three bits a process', () => {
    expect(widthOf(peterson.instantiate({ entry: 'await' }))).toEqual([9, 1])
  })

  test('of nothing is a word', () => {
    expect(widthOf(model({}))).toEqual([0, 1])
  })
})

describe('a control point', () => {
  test('has one value more where an atomic leaves it in the middle', () => {
    const two = (name: string) => [step(name, null, assign(shared, yes)), rest]
    expect(processLayout(block([], rest, rest, rest)).point.width).toBe(2)
    const middle = block([], atomic('both', two('first')), rest, rest)
    expect(processLayout(middle).point.width).toBe(3)
  })

  test('has no bits where there is only one', () => {
    expect(processLayout(block([])).point.width).toBe(0)
  })
})

describe('locals share bits', () => {
  const test1 = eq(get(a), num(0))

  test('when one is dead before the other is written', () => {
    const body = block([a], write(a), when(test1, inner(b), inner(c)))
    expect(sharing(body)).toEqual(['bc'])
    expect(processLayout(body).stride).toBe(8 + 3)
  })

  test('but not while both are live', () => {
    expect(sharing(inner(a, b, c))).toEqual([])
  })

  test('but not where one is written in the step in which the other dies', () => {
    const parameter = local(1, 'x', nibble)
    const back = procedure(0, 'back', [parameter], [rest, return_(get(parameter))], nibble)
    const body = block([a], call(0, [num(3)], a), rest)
    const { layout } = laidOut(
      model({ variables: [shared], procedures: [back], processes: [process('p', body)] }),
    )
    const [place] = layout.processes
    if (place === undefined) throw new Error('there is a process')
    expect(place.slots.map(({ offset }) => offset)).toEqual([0, 4])
  })

  test('but not while both are live in the middle of a step only', () => {
    const both = block([a, b], compute(assign(a, num(1))), compute(assign(b, get(a))))
    expect(sharing(block([], rest, when(yes, both), rest))).toEqual([])
  })

  test('but not where the bits of one become 0 while the other is live, though it never was', () => {
    const onlyOne = when(yes, [write(b), rest, leave], [write(a), rest])
    const round = (...others: Statement[]) => block([a], loop(block([b], onlyOne, ...others)), rest)
    expect(sharing(round(leave))).toEqual([])
    expect(sharing(block([], when(yes, inner(a), inner(b))))).toEqual(['ab'])
  })

  test('in part, where one is wider', () => {
    const long = local(1, 'b', int(0, 255))
    const two = [local(2, 'c', nibble), local(3, 'd', nibble)]
    const body = block([a], write(a), when(test1, inner(long), inner(...two)))
    const [, wide, ...halves] = rangesOf(processLayout(body))
    expect(halves.map((half) => wide !== undefined && overlap(wide, half))).toEqual([true, true])
    expect(overlap(halves[0] ?? noBits, halves[1] ?? noBits)).toBe(false)
  })
})

const noBits = { offset: 0, width: 0 }

describe('a local', () => {
  const way = (flag: Local) => when(get(flag), [compute(assign(a, num(1)))])
  const flag = local(1, 'flag', bool)
  const decide = step('decide', null, assign(flag, yes))

  test('has one value more where it may be dead and may be live', () => {
    const [first] = processLayout(block([a, flag], decide, way(flag), rest)).slots
    expect(first).toMatchObject({ mayBeDead: true, code: { form: 'optional', width: 5 } })
  })

  test('has none more where it is dead before the process rests', () => {
    const body = block([flag], decide, when(yes, block([a], way(flag))), rest)
    const slots = processLayout(body).slots
    expect(slots.map(({ mayBeDead }) => mayBeDead)).toEqual([false, false])
    expect(slots.map(({ code }) => code.width)).toEqual([4, 1])
  })
})

describe('instances', () => {
  const three = identity('p', 3)
  const bits = (size: number) => array(identity('bit', size), bool)
  const zeros = (size: number) => arrayOf(identity('bit', size), no)
  const keep = (size: number): Block => {
    const kept = local(0, 'kept', bits(size))
    return block([kept], step('keep', null, assign(kept, zeros(size))), rest)
  }

  test('lie tightly side by side', () => {
    const { stride } = processLayout(keep(10), three)
    expect(stride).toBe(12)
  })

  test('begin with words where a local does, and variables fill what is left between them', () => {
    const filling = [30, 30, 30].map((size, i): Variable =>
      variable(i, `v${i}`, bits(size), zeros(size)),
    )
    const processes = [process('p', keep(90), { sort: three })]
    const { layout } = laidOut(model({ variables: filling, processes }))
    expect(layout.processes[0]).toMatchObject({ offset: 0, stride: 128 })
    expect(layout).toMatchObject({ words: 6, bits: 3 * 92 + 90 })
    expect(layout.variables.map(({ offset }) => offset)).toEqual([92, 220, 348])
  })

  test('have a word each where that takes no more words', () => {
    const variables = [shared]
    const of = (sort: Sort): Layout =>
      laidOut(model({ variables, processes: [process('p', keep(50), { sort })] })).layout
    expect(of(identity('p', 2))).toMatchObject({ words: 2, processes: [{ stride: 64 }] })
    expect(of(identity('p', 6))).toMatchObject({ words: 5, processes: [{ stride: 52 }] })
  })
})

describe('on random models', () => {
  test('what is live together, or dies while another is live, shares no bits', () => {
    let shared = 0
    fc.assert(
      fc.property(models(), (each) => {
        const { program, layout } = laidOut(each)
        for (const [i, flat] of program.processes.entries()) {
          const place = layout.processes[i]
          if (place === undefined) throw new Error('every process has a layout')
          shared += expectApart(flat, place)
        }
      }),
      { numRuns: 150, seed: 4 },
    )
    expect(shared).toBeGreaterThan(20)
  })
})

/** How many slots share bits with another. */
function expectApart(flat: FlatProcess, place: ProcessLayout): number {
  const ranges = rangesOf(place)
  const ways = waysOf(flat)
  const free = (left: number, right: number): boolean =>
    left === right || !overlap(ranges[left] ?? noBits, ranges[right] ?? noBits)
  for (const live of [...ways.points.flat(), ...ways.operations.flat()]) {
    for (const slot of live) {
      expect(live.every((other) => free(slot, other))).toBe(true)
      expect(overlap(ranges[slot] ?? noBits, place.point)).toBe(false)
    }
  }
  for (const [number, operation] of flat.operations.entries()) {
    if (operation.kind !== 'kill') continue
    for (const live of ways.operations[number] ?? []) {
      for (const slot of operation.slots)
        expect(live.every((other) => free(slot, other))).toBe(true)
    }
  }
  return ranges.filter((_, slot) => ranges.some((_other, other) => !free(slot, other))).length
}
