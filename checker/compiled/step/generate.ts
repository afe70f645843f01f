/** The generated part of a program's module: its steps and its judgements. */

import type { Observations } from '../../lock-order/observation.ts'
import { obligationsOf } from '../../liveness/obligation.ts'
import type { Program } from '../../lower/program.ts'
import { coding } from '../code.ts'
import { compile } from '../expression/compile.ts'
import { rankFunctions } from '../expression/rank.ts'
import { Generation } from '../generation.ts'
import type { ModuleFailure } from '../generation.ts'
import { layout } from '../layout.ts'
import type { FailureKind, Shape } from '../runtime/shape.ts'
import type { Wat } from '../wat.ts'
import { actionFunction } from './action.ts'
import { faultingTests, stateAtomsFunction, stepAtomsFunction } from './atoms.ts'
import { BlockingCode } from './blocking.ts'
import { CoveringCode } from './covering.ts'
import type { CoverageAsked } from './covering.ts'
import {
  endFunction,
  judgeFunction,
  judgeStepFunction,
  outsideFunction,
  settledFunction,
} from './judge.ts'
import { KindCode } from './kinds.ts'
import { LookingCode } from './looking.ts'
import { Moments } from './moment.ts'
import { Annotations, silent } from './notes.ts'
import { processFunctions } from './process.ts'
import { failedFunction } from './record.ts'
import { overlapsFunction } from './watch.ts'
import type { Workshop } from './workshop.ts'
import type { KindNumbers } from '../kind-numbers.ts'

const nothing: Observations = { list: [], lookouts: [] }

/** What a module is assembled from, next to the runtime. */
export interface Generated {
  /**
   * Its functions. They use the globals and `$flush` of the runtime. `$expand` appends the outcomes of a state (`record.ts`);
   * those in `judge.ts` answer 0, or one more than the number of what they find.
   */
  readonly fields: readonly Wat[]
  readonly generation: Generation
  /** What the runtime is specialised to. */
  readonly shape: Shape
}

/**
 * The functions that expand and judge the states of the program, and note what they observe of lock order; `annotated`: with comments
 * for a reader. With the `kinds` of steps, the module also has what is asked of the graph of all states.
 */
export function generate(
  program: Program,
  annotated = false,
  observations: Observations = nothing,
  kinds: KindNumbers | null = null,
  coverage: CoverageAsked | null = null,
): Generated {
  const code = coding(program.threads)
  const generation = new Generation(program, layout(program, code), code)
  const moments = new Moments(generation)
  const notes = annotated ? new Annotations(program.model) : silent
  const blocking = new BlockingCode(generation)
  const looking = new LookingCode(generation, compile, observations)
  const shop: Workshop = {
    generation,
    moments,
    compile,
    notes,
    blocking,
    looking,
    covering: new CoveringCode(compile, coverage),
    kinds: new KindCode(generation, kinds),
  }
  const obligations = obligationsOf(program.model)
  const faulting = {
    states: faultingTests(
      obligations.flatMap(({ stateAtoms }) => stateAtoms),
      false,
      shop,
    ),
    steps: faultingTests(
      obligations.flatMap(({ stepAtoms }) => stepAtoms),
      true,
      shop,
    ),
  }
  const fields = [
    ...expandFunctions(shop),
    failedFunction(moments.words),
    overlapsFunction,
    settledFunction(shop),
    judgeFunction(shop, faulting.states),
    outsideFunction(shop),
    judgeStepFunction(shop, faulting.steps),
    endFunction(shop),
    ...(kinds === null
      ? []
      : [stateAtomsFunction(obligations, shop), stepAtomsFunction(obligations, shop)]),
    ...rankFunctions(),
    ...blocking.fields(),
    ...looking.fields(),
  ]
  const asked = {
    states: faulting.states.length > 0,
    steps: faulting.steps.length > 0,
    stepAtoms: obligations.some(({ stepAtoms }) => stepAtoms.length > 0),
    temporal: kinds !== null,
  }
  return { fields, generation, shape: shapeOf(generation, shop, asked) }
}

/** `$expand` and what it calls. */
function expandFunctions(shop: Workshop): readonly Wat[] {
  const { processes, actions } = shop.generation.program
  const ofProcesses = processes.map((flat, i) => {
    const name = `$process.${i}.${identifier(flat.process.name)}`
    return { name, functions: processFunctions(flat, name, shop) }
  })
  const ofActions = actions.map((action, i) => {
    const name = `$action.${i}.${identifier(action.step.name)}`
    return { name, functions: [actionFunction(action, i, name, shop)] }
  })
  const calls = (all: readonly { readonly name: string }[]): readonly Wat[] =>
    all.map(({ name }) => ['call', name, ['local.get', '$moment']])
  const expand: Wat = [
    'func',
    '$expand',
    ['param', '$moment', 'i64'],
    ...shop.blocking.begin(),
    ...calls(ofProcesses),
    ...shop.blocking.end(),
    ...calls(ofActions),
  ]
  return [expand, ...[...ofProcesses, ...ofActions].flatMap(({ functions }) => functions)]
}

function identifier(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9_]/g, '_')
}

/** What is asked of temporal properties: whether any of their tests can fault, whether there are tests of steps, whether there is a graph. */
interface Asked {
  readonly states: boolean
  readonly steps: boolean
  readonly stepAtoms: boolean
  readonly temporal: boolean
}

function shapeOf(
  generation: Generation,
  { blocking, looking, covering }: Workshop,
  { states, steps, stepAtoms, temporal }: Asked,
): Shape {
  const { program, layout: places, scratchBytes, failures } = generation
  const { properties, constraints } = program.model
  const ofStates = properties.filter(({ kind }) => kind !== 'step')
  return {
    words: places.words,
    threads: program.threads,
    reachable: properties.filter(({ kind }) => kind === 'reachable').length,
    constraints: constraints.length,
    noted: looking.noted,
    scratchBytes,
    covered: covering.bytes,
    temporal,
    stepAtoms: temporal && stepAtoms,
    judges: states || covering.looksFor(false) || ofStates.length + constraints.length > 0,
    judgesSteps: steps || covering.looksFor(true) || ofStates.length < properties.length,
    blocks: blocking.isNeeded,
    failures: failures.map(kindOf),
  }
}

function kindOf(failure: ModuleFailure): FailureKind {
  if (failure.kind === 'assertion') return 'assertion'
  return failure.ofState ? 'ofState' : 'fault'
}
