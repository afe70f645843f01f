/** The generated judgements: the least of what is wrong, whatever order it is found in. */

import { describe, expect, test } from 'vitest'
import { rankCode } from '../../../../checker/compiled/runtime/judgement.ts'
import type { Expr, Model, Property } from '../../../../dsl/ir.ts'
import { assign, condition, model, process, step } from '../../lower/build.ts'
import { broken, eq, int, no, num, of, variable, yes } from '../../lower/terms.ts'
import { begun } from './outcomes.ts'

const x = variable(0, 'x', int(0, 3), num(0))
const property = (kind: Property['kind'], expr: Expr): Property => ({
  kind,
  name: kind,
  expr,
  site: expr.site,
})
const work = step('s', yes, assign(x, num(1)))
const idle = process('p', [work])
const other = process('q', [work], { id: 1 })

function asked(parts: Partial<Model>) {
  const { state, answers } = begun(model({ variables: [x], processes: [idle], ...parts }))
  return {
    judge: answers.judge(state),
    outside: answers.outside(state),
    end: answers.end(state),
    step: answers.judgeStep(state, state),
    reached: answers.reached(),
  }
}

const invariant = (declared: number): number => 1 + rankCode('invariant', declared)
const fault = 1 + rankCode('fault')

describe('a state', () => {
  test('in which everything holds is fine', () => {
    expect(asked({ properties: [property('always', yes), property('never', no)] }).judge).toBe(0)
  })

  test('is wrong by the first property that is violated', () => {
    const properties = [yes, no, no].map((expr) => property('always', expr))
    expect(asked({ properties }).judge).toBe(invariant(1))
    expect(asked({ properties: [property('never', yes)] }).judge).toBe(invariant(0))
  })

  test('is asked what is said of initial states only where it is one', () => {
    const properties = [property('initial', no), property('initial', broken())]
    const { state, answers } = begun(model({ variables: [x], properties: properties.slice(0, 1) }))
    expect(answers.judge(state)).toBe(0)
    expect(answers.judge(state, true)).toBe(invariant(0))
    const faulting = begun(model({ variables: [x], properties }))
    expect(faulting.answers.judge(faulting.state)).toBe(0)
    expect(faulting.answers.judge(faulting.state, true)).toBe(fault)
  })

  test('is wrong by a fault before all else, wherever that is declared', () => {
    const properties = [property('always', no), property('always', broken())]
    expect(asked({ properties }).judge).toBe(fault)
    expect(asked({ properties: properties.toReversed() }).judge).toBe(fault)
  })

  test('is a witness although something in it is wrong, and not when the witness faults', () => {
    const properties = [
      property('always', broken()),
      property('reachable', eq(of(x), num(0))),
      property('reachable', eq(of(x), num(1))),
      property('reachable', broken()),
    ]
    expect(asked({ properties }).reached).toEqual([true, false, false])
  })

  test('has witnesses for more properties than a word has bits', () => {
    const properties = Array.from({ length: 70 }, (_, i) =>
      property('reachable', i === 1 || i === 69 ? yes : no),
    )
    const { reached } = asked({ properties })
    expect(reached.flatMap((is, i) => (is ? [i] : []))).toEqual([1, 69])
  })
})

describe('constraints', () => {
  test('are asked in order until one is false', () => {
    const constraints = [yes, no, no].map((expr, i) => condition(`c${i}`, expr))
    expect(asked({ constraints })).toMatchObject({ outside: 2, judge: 0 })
  })

  test('that fault are wrong, and keep nothing out', () => {
    expect(asked({ constraints: [condition('c', broken())] })).toMatchObject({
      outside: 0,
      judge: fault,
    })
  })

  test('behind one that is false are not asked', () => {
    const constraints = [condition('c', no), condition('d', broken())]
    expect(asked({ constraints })).toMatchObject({ outside: 1, judge: 0 })
  })

  test('before one that is false are', () => {
    const constraints = [condition('c', broken()), condition('d', no)]
    expect(asked({ constraints })).toMatchObject({ outside: 2, judge: fault })
  })
})

describe('a standstill', () => {
  const deadlock = 1 + rankCode('deadlock')

  test('is a deadlock', () => {
    expect(asked({}).end).toBe(deadlock)
  })

  test('is none where an end condition holds, and a fault where one faults first', () => {
    expect(asked({ ends: [condition('e', no), condition('f', yes)] }).end).toBe(0)
    expect(asked({ ends: [condition('e', no), condition('f', broken())] }).end).toBe(fault)
    expect(asked({ ends: [condition('e', yes), condition('f', broken())] }).end).toBe(0)
    expect(asked({ ends: [condition('e', no)] }).end).toBe(deadlock)
  })

  test('is none when every process is terminated or a daemon', () => {
    expect(asked({ processes: [process('p', [])] }).end).toBe(0)
    const daemon = process('p', [step('s', no)], { daemon: true })
    expect(asked({ processes: [daemon] }).end).toBe(0)
    expect(asked({ processes: [daemon, other] }).end).toBe(deadlock)
  })

  test('is one when there are no processes', () => {
    expect(asked({ processes: [] }).end).toBe(deadlock)
  })
})

describe('a step', () => {
  test('is wrong by the first step property that is false, or by a fault', () => {
    const properties = [property('always', no), property('step', yes), property('step', no)]
    expect(asked({ properties }).step).toBe(1 + rankCode('step', 2))
    expect(asked({ properties: [...properties, property('step', broken())] }).step).toBe(fault)
    expect(asked({ properties: properties.slice(0, 2) }).step).toBe(0)
  })

  test('is read before and after', () => {
    const after: Expr = { ...of(x), kind: 'after', body: of(x) }
    const whole = model({
      variables: [x],
      processes: [idle],
      properties: [property('step', eq(of(x), after))],
    })
    const { state, answers } = begun(whole)
    const changed = { ...state, variables: [1] }
    expect(answers.judgeStep(state, state)).toBe(0)
    expect(answers.judgeStep(state, changed)).toBe(1 + rankCode('step', 0))
  })
})
