/** The tests of temporal properties: a bit for each that is true of a state, or of a step. */

import type { Expr } from '../../../dsl/ir.ts'
import type { Obligation } from '../../liveness/obligation.ts'
import { Emitter } from '../emitter.ts'
import { asTest } from '../operand.ts'
import type { Scope } from '../scope.ts'
import { get, i32, set, when } from '../wat.ts'
import type { Wat } from '../wat.ts'
import { attempt, mentions } from './attempt.ts'
import type { Workshop } from './workshop.ts'

type Tools = Pick<Workshop, 'generation' | 'compile'>

/** `$stateAtoms`: those of an obligation, by its number, in a state. */
export function stateAtomsFunction(obligations: readonly Obligation[], tools: Tools): Wat {
  const emit = new Emitter()
  const tests = obligations.map(({ stateAtoms }) => stateAtoms)
  atoms(tests, { ...opened(tools, emit), moment: get('$moment'), after: null }, tools)
  return emit.function('$stateAtoms', [obligation, address('$moment'), answer])
}

/** `$stepAtoms`: the same of the step between two states. */
export function stepAtomsFunction(obligations: readonly Obligation[], tools: Tools): Wat {
  const emit = new Emitter()
  const tests = obligations.map(({ stepAtoms }) => stepAtoms)
  atoms(tests, { ...opened(tools, emit), moment: get('$before'), after: get('$after') }, tools)
  return emit.function('$stepAtoms', [obligation, address('$before'), address('$after'), answer])
}

const obligation: Wat = ['param', '$obligation', 'i32']
const answer: Wat = ['result', 'i32']

function address(name: string): Wat {
  return ['param', name, 'i64']
}

function opened({ generation }: Tools, emit: Emitter) {
  return { generation, emit, executing: null, bound: new Map() } as const
}

/** `tests` are by obligation. */
function atoms(
  tests: readonly (readonly Expr[])[],
  open: Omit<Scope, 'exit'>,
  { compile }: Tools,
): void {
  const { emit } = open
  const bits = emit.local('i32', 'bits')
  for (const [number, ofOne] of tests.entries()) {
    if (ofOne.length === 0) continue
    const body = emit.capture(() => {
      for (const [atom, expr] of ofOne.entries()) {
        // Where there is a fault, that was found before anybody asks.
        attempt(emit, [], (label) => {
          const scope: Scope = { ...open, exit: { label, ofState: true } }
          const holds = asTest(compile(expr, scope), scope)
          const bit: Wat = atom === 0 ? holds : ['i32.shl', holds, i32(atom)]
          emit.do(set(bits, ['i32.or', get(bits), bit]))
        })
      }
    })
    emit.do(when(['i32.eq', get('$obligation'), i32(number)], [...body, ['return', get(bits)]]))
  }
  emit.do(i32(0))
}

/** Those of the tests that can fault; `step`: of steps. Equal ones are there once. */
export function faultingTests(
  tests: readonly Expr[],
  step: boolean,
  { generation, compile }: Tools,
): readonly Expr[] {
  return [...new Set(tests)].filter((expr) => {
    const emit = new Emitter()
    const label = emit.label('failed')
    const moment = get('$before')
    const after = step ? get('$after') : null
    const exit = { label, ofState: true }
    const written = emit.capture(() => {
      compile(expr, { ...opened({ generation, compile }, emit), moment, after, exit })
    })
    return mentions(written, label)
  })
}
