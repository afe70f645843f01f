/** Expressions evaluated twice: in a module of the compiled engine, and by the executor of flat programs. */

import { assemble } from '../../../../checker/compiled/assemble/assemble.ts'
import { bitsAt, copyWide } from '../../../../checker/compiled/bits.ts'
import { coding, wordsFor } from '../../../../checker/compiled/code.ts'
import { Emitter } from '../../../../checker/compiled/emitter.ts'
import { compile } from '../../../../checker/compiled/expression/compile.ts'
import { rankFunctions } from '../../../../checker/compiled/expression/rank.ts'
import { Generation } from '../../../../checker/compiled/generation.ts'
import { constantsAddress } from '../../../../checker/compiled/runtime/memory-map.ts'
import { asBits, asCode } from '../../../../checker/compiled/operand.ts'
import type { Operand } from '../../../../checker/compiled/operand.ts'
import type { Scope } from '../../../../checker/compiled/scope.ts'
import { get, i32, i64 } from '../../../../checker/compiled/wat.ts'
import type { Wat } from '../../../../checker/compiled/wat.ts'
import type { Context, Universe } from '../../../../checker/lower/context.ts'
import { outsideProcesses, universe } from '../../../../checker/lower/context.ts'
import type { Datum } from '../../../../checker/lower/datum.ts'
import { nth } from '../../../../checker/lower/datum.ts'
import { compiler } from '../../../../checker/lower/evaluate.ts'
import { attempt } from '../../../../checker/lower/fault.ts'
import { lower } from '../../../../checker/lower/lower.ts'
import type { Program } from '../../../../checker/lower/program.ts'
import type { FaultKind } from '../../../../checker/system.ts'
import type { Binder, BoundId, Expr, ProcessId } from '../../../../dsl/ir.ts'
import type { Site } from '../../../../dsl/site.ts'
import { modelOf } from '../../../model.ts'
import { processes } from '../../lower/value-of.ts'
import { decode, encode } from './coded.ts'
import { plainLayout, statePacked } from './plain-layout.ts'

export type Outcome =
  | { readonly value: Datum }
  | { readonly fault: FaultKind; readonly site: Site | null }

/** An expression, and what it can name. */
export interface Subject {
  readonly expr: Expr
  /** The process that executes it; null: none. */
  readonly process: ProcessId | null
  /** The names in whose scope it stands. */
  readonly binders: readonly Binder[]
}

/** Subjects of one program, compiled into one module. */
export interface Compiled {
  /** What the module makes of a subject. Throws where it changes the state. */
  readonly evaluate: (subject: number, context: Context) => Outcome
  /** What the module is made of. */
  readonly text: readonly Wat[]
}

/** By name, a function for each subject: given addresses, and the rank of the instance, it gives the number of the failure. */
interface Exports {
  readonly [evaluate: string]: unknown
}

/** More than any state, or value, of these tests takes. */
const stateBytes = 1 << 13

/** Prepares the expressions of one program. */
export function compiled(subjects: readonly Subject[], program: Program): Compiled {
  const code = coding(program.threads)
  const layout = plainLayout(program, code)
  const generation = new Generation(program, layout, code)
  const functions = subjects.map((subject, i) => evaluation(subject, `$evaluate${i}`, generation))
  const { constants } = generation
  const scratch = constantsAddress + constants.byteLength
  const before = scratch + generation.scratchBytes
  const after = before + stateBytes
  const bound = after + stateBytes
  const result = bound + stateBytes
  const pages = BigInt(Math.ceil((result + stateBytes) / 65_536))
  const text: readonly Wat[] = [
    ['import', '"host"', '"memory"', ['memory', 'i64', String(pages), String(pages), 'shared']],
    ['global', '$scratch', ['mut', 'i64'], i64(scratch)],
    ['global', '$failure', ['mut', 'i32'], i32(0)],
    ...rankFunctions(),
    ...functions,
  ]
  const memory = new WebAssembly.Memory({
    shared: true,
    address: 'i64',
    initial: pages,
    maximum: pages,
  })
  const module = new WebAssembly.Module(assemble(text))
  // An instance's exports have the type that the module above gives them.
  const exports = new WebAssembly.Instance(module, { host: { memory } }).exports as Exports
  const all = new DataView(memory.buffer)

  function write(address: number, words: number, bits: bigint): void {
    if (8 * words > stateBytes) throw new Error(`${words} words have no room`)
    for (let i = 0; i < words; i++) {
      all.setBigUint64(address + 8 * i, BigInt.asUintN(64, bits >> BigInt(64 * i)), true)
    }
  }

  function read(address: number, words: number): bigint {
    let bits = 0n
    for (let i = words - 1; i >= 0; i--) {
      bits = (bits << 64n) | all.getBigUint64(address + 8 * i, true)
    }
    return bits
  }

  return {
    text,
    evaluate(subject, context) {
      const { expr, process, binders } = nthSubject(subjects, subject)
      // Everything that is not written below is garbage: nothing may rest on its being 0.
      new Uint8Array(memory.buffer, scratch).fill(0xa5)
      new BigUint64Array(memory.buffer, constantsAddress, constants.length).set(constants)
      const packed = statePacked(context, layout, program)
      write(before, layout.words, packed)
      write(
        after,
        layout.words,
        context.after === null ? 0n : statePacked(context.after, layout, program),
      )
      let at = bound
      for (const binder of binders) {
        const of = code(binder.sort)
        const bits = encode(of, nth(context.bound, binder.bound), program.threads)
        write(at, wordsFor(of.width), bits)
        at += 8 * (wordsFor(of.width) + 1)
      }
      const first = process === null ? 0 : (program.processes[process]?.first ?? 0)
      const evaluate = exports[`evaluate${subject}`]
      if (typeof evaluate !== 'function') throw new Error('the module has no such function')
      const failure: unknown = evaluate(
        BigInt(before),
        BigInt(after),
        BigInt(bound),
        BigInt(result),
        BigInt(Math.max(0, context.thread - first)),
      )
      if (read(before, layout.words) !== packed) throw new Error('the state was changed')
      if (typeof failure !== 'number') throw new Error('the function gives no number')
      if (failure !== 0) {
        const found = generation.failures[failure - 1]
        if (found?.kind !== 'fault') throw new Error('there is no such fault')
        return { fault: found.fault, site: found.site }
      }
      const { width } = code(expr.sort)
      return { value: decode(code(expr.sort), read(result, wordsFor(width)), program.threads) }
    },
  }
}

/** Evaluates and writes the code of the value to `$result`; what is left is the number of the failure. */
function evaluation({ expr, process, binders }: Subject, name: string, generation: Generation) {
  const emit = new Emitter()
  const flat = process === null ? null : generation.program.processes[process]
  if (flat === undefined) throw new Error('there is no such process')
  const exit = emit.label('failed')
  const scope: Scope = {
    generation,
    emit,
    moment: get('$before'),
    after: get('$after'),
    executing:
      flat === null ? null : { flat, instance: flat.instances === 1 ? i64(0) : get('$instance') },
    bound: boundOperands(binders, generation),
    exit: { label: exit, ofState: false },
  }
  const written = emit.capture(() => {
    const code = generation.code(expr.sort)
    const operand = compile(expr, scope)
    if (code.narrow) {
      if (code.width > 0) emit.do(['i64.store', get('$result'), asCode(operand, code, scope)])
    } else {
      const result = bitsAt(get('$result'), code.width)
      // What is above the highest bit stays, so it is made 0.
      emit.do(['memory.fill', get('$result'), i32(0), i64(8 * wordsFor(code.width))])
      copyWide(result, asBits(operand, code, scope), code.width, emit)
    }
    emit.do(['return', i32(0)])
  })
  emit.do(['block', exit, ...written], ['global.get', '$failure'])
  const parameters = ['$before', '$after', '$bound', '$result', '$instance']
  return emit.function(name, [
    ['export', `"${name.slice(1)}"`],
    ...parameters.map((each): Wat => ['param', each, 'i64']),
    ['result', 'i32'],
  ])
}

function boundOperands(
  binders: readonly Binder[],
  generation: Generation,
): ReadonlyMap<BoundId, Operand> {
  const operands = new Map<BoundId, Operand>()
  let offset = 0
  for (const { bound, sort } of binders) {
    const { width } = generation.code(sort)
    const bits = bitsAt(['i64.add', get('$bound'), i64(offset)], width)
    operands.set(bound, { form: 'bits', bits })
    offset += 8 * (wordsFor(width) + 1)
  }
  return operands
}

const universes = new WeakMap<Program, Universe>()

/** What the executor of the flat program makes of the expression. */
export function executed(expr: Expr, context: Context, program: Program): Outcome {
  const world = universes.get(program) ?? universe(program)
  universes.set(program, world)
  const evaluate = compiler(world)(expr)
  // Both contexts know the same names.
  const bound = [...context.bound]
  const after = context.after === null ? null : { ...context.after, bound }
  const tried = attempt(() => evaluate({ ...context, bound, after }))
  if (tried.kind === 'done') return { value: tried.value }
  if (tried.kind === 'assertion') throw new Error('an expression asserts nothing')
  return { fault: tried.fault.kind, site: tried.fault.site }
}

/** A program of two processes of two instances each, without variables. */
export const smallProgram: Program = lower(modelOf({ processes }))

/** The value of an expression that names nothing outside of itself, or the kind of its fault. */
export function valueOf(expr: Expr): Datum | FaultKind {
  const context = outsideProcesses({ variables: [], points: [0, 0, 0, 0] })
  return valueIn({ expr, process: null, binders: [] }, context, smallProgram)
}

/** The value in a context, or the kind of the fault. Both evaluate; throws where they differ. */
export function valueIn(subject: Subject, context: Context, program: Program): Datum | FaultKind {
  const found = compiled([subject], program).evaluate(0, context)
  const expected = executed(subject.expr, context, program)
  if (!isSame(found, expected)) {
    throw new Error(`compiled ${JSON.stringify(found)}, executed ${JSON.stringify(expected)}`)
  }
  return 'fault' in found ? found.fault : found.value
}

/** Whether both are the same value, or the same fault at the same site. */
export function isSame(left: Outcome, right: Outcome): boolean {
  if ('fault' in left || 'fault' in right) {
    if (!('fault' in left && 'fault' in right)) return false
    return left.fault === right.fault && left.site === right.site
  }
  return JSON.stringify(left.value) === JSON.stringify(right.value)
}

function nthSubject(subjects: readonly Subject[], position: number): Subject {
  const found = subjects[position]
  if (found === undefined) throw new Error('there is no such subject')
  return found
}
