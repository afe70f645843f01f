/** A trace is followed in another system, or it is refused. */

import { describe, expect, test } from 'vitest'
import { replay, ReplayError, traceOf } from '../../checker/trace.ts'
import type { Trace } from '../../checker/trace.ts'
import { explore } from './explore.ts'
import { fault, step, toy } from './toy-system.ts'
import type { Toy } from './toy-system.ts'

const faulting: Toy = {
  initial: ['z', 'a'],
  steps: {
    z: [step(0, 'z')],
    a: [step(0, 'b'), step(1, 'c')],
    b: [step(1, 'd', 'lock')],
    c: [step(1, 'c')],
    d: [step(0, fault('zero', 'by zero'))],
  },
}

async function traced(description: Toy): Promise<Trace> {
  const { run, system } = await explore(description)
  if (run === null) throw new Error('Nothing is wrong with the model.')
  return traceOf(run, system)
}

describe('a trace', () => {
  test('has the decoded states, and the fault at its end', async () => {
    const trace = await traced(faulting)
    expect(trace.initial).toMatchObject({ kind: 'state', state: { variables: { state: 'a' } } })
    expect(trace.steps.map(({ result }) => result)).toMatchObject([
      { kind: 'state', state: { variables: { state: 'b' } } },
      { kind: 'state', state: { variables: { state: 'd' } } },
      { kind: 'fault', fault: { kind: 'zero' } },
    ])
  })

  test('is followed in another system of the same model', async () => {
    expect(replay(await traced(faulting), toy(faulting))).toEqual(['a', 'b', 'd'])
  })

  test('of no steps that begins with a fault passes no state', async () => {
    const description: Toy = { initial: [fault('range')], steps: {} }
    expect(replay(await traced(description), toy(description))).toEqual([])
  })

  const forgeries: [string, Partial<Toy>, string][] = [
    ['another initial state', { initial: ['z'] }, 'begins in what is no initial state'],
    ['a step missing', { steps: { ...faulting.steps, b: [] } }, 'is not enabled. Enabled: none.'],
    [
      'a step of another name',
      { steps: { ...faulting.steps, b: [step(1, 'd', 'trylock')] } },
      'step 2 of the trace, process 1#lock by thread 1, is not enabled. Enabled: process 1#trylock',
    ],
    [
      'a step by another thread',
      { steps: { ...faulting.steps, a: [{ ...step(0, 'b'), thread: 1 }] } },
      'step 1 of the trace',
    ],
    [
      'a step with another choice',
      {
        steps: {
          ...faulting.steps,
          a: [{ ...step(0, 'b'), choices: [{ name: 'n', value: 1 }] }],
        },
      },
      'with n=1',
    ],
    [
      'another successor',
      { steps: { ...faulting.steps, a: [step(0, 'c')] } },
      'ends in another way',
    ],
    ['no fault', { steps: { ...faulting.steps, d: [step(0, 'a')] } }, 'ends in another way'],
    [
      'another fault',
      { steps: { ...faulting.steps, d: [step(0, fault('none'))] } },
      'ends in another way',
    ],
    [
      'a failed assertion',
      { steps: { ...faulting.steps, d: [step(0, { fails: 'no' })] } },
      'ends in another way',
    ],
  ]

  test.each(forgeries)('is refused by a system with %s', async (_what, change, message) => {
    const trace = await traced(faulting)
    const other = toy({ ...faulting, ...change })
    expect(() => replay(trace, other)).toThrow(ReplayError)
    expect(() => replay(trace, other)).toThrow(message)
  })

  test('that ends in an assertion is refused by a system where another one fails', async () => {
    const failing = (message: string): Toy => ({
      initial: ['a'],
      steps: { a: [step(0, { fails: message })] },
    })
    const trace = await traced(failing('held'))
    expect(replay(trace, toy(failing('held')))).toEqual(['a'])
    expect(() => replay(trace, toy(failing('free')))).toThrow('ends in another way')
  })

  test('with a faulting step is refused by a system where the guard faults', async () => {
    const guarded: Toy = { initial: ['a'], steps: { a: [step(0, fault())] } }
    const trace = await traced(guarded)
    const other = toy({ ...guarded, steps: { a: [{ ...step(0, fault()), ofState: true }] } })
    expect(() => replay(trace, other)).toThrow('is not enabled')
  })

  test('that goes on after a fault is refused', async () => {
    const trace = await traced(faulting)
    const [start] = trace.steps
    const longer = { ...trace, steps: start === undefined ? [] : [...trace.steps, start] }
    expect(() => replay(longer, toy(faulting))).toThrow('no state in which to take step 4')
  })
})
