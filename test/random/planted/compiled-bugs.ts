/** Mistakes of code generation: what the functions of a module could get wrong, made on their tree. */

import type { Generated } from '../../../checker/compiled/step/generate.ts'
import { generate } from '../../../checker/compiled/step/generate.ts'
import type { Wat } from '../../../checker/compiled/wat.ts'
import { add, i32, i64 } from '../../../checker/compiled/wat.ts'
import type { Program } from '../../../checker/lower/program.ts'
import type { FaultKind } from '../../../checker/system.ts'
import { constantOf, edited, editedLists, isSameTree, nothing, offsetOf, partsOf } from './tree.ts'
import type { Edit } from './tree.ts'

/** A generator that makes the mistake; null where the program gives it no occasion. */
export type Mistake = (program: Program) => Generated | null

/** The mistake of changing instructions. */
function editing(edit: (generated: Generated) => Edit): Mistake {
  return inFields((generated) => (field) => edited(field, edit(generated)))
}

function inFields(change: (generated: Generated) => (field: Wat) => Wat): Mistake {
  return (program) => {
    const generated = generate(program)
    const fields = generated.fields.map(change(generated))
    return fields.every((field, i) => field === generated.fields[i])
      ? null
      : { ...generated, fields }
  }
}

function inFunction(name: string, change: (func: readonly Wat[]) => Wat): Mistake {
  return inFields(() => (field) => {
    const [found] = partsOf(field, 'func') ?? []
    return found === name && typeof field !== 'string' ? change(field) : field
  })
}

/** An instruction in the place of another one of the same operands. */
function replacing(instructions: { readonly [from: string]: string }): Mistake {
  return editing(() => (wat) => {
    if (typeof wat === 'string') return wat
    const [instruction = '', ...rest] = wat
    const other = typeof instruction === 'string' ? instructions[instruction] : undefined
    return other === undefined ? wat : [other, ...rest]
  })
}

/** The number of the failure that this instruction ends with when its test holds; null of any other. */
function failureIn(wat: Wat | undefined): number | null {
  const [, then, ...others] = partsOf(wat, 'if') ?? []
  const [set, leave] = partsOf(then, 'then') ?? []
  const [name, number] = partsOf(set, 'global.set') ?? []
  if (name !== '$failure' || others.length > 0 || partsOf(leave, 'br') === null) return null
  return Number(constantOf(number) ?? 0n)
}

function withoutChecks(kind: FaultKind): Mistake {
  return editing(({ generation }) => (wat) => {
    const number = failureIn(wat)
    if (number === null) return wat
    const failure = generation.failures[number - 1]
    return failure?.kind === 'fault' && failure.fault === kind ? nothing : wat
  })
}

/** The first of two neighbouring checks comes second. */
function checksSwapped(list: readonly Wat[]): readonly Wat[] {
  const first = list.findIndex((each) => failureIn(each) !== null)
  const behind = list.slice(first + 1)
  const second = behind.findIndex((each) => failureIn(each) !== null)
  const [one, other] = [list[first], behind[second]]
  if (first === -1 || second === -1 || one === undefined || other === undefined) return list
  if (failureIn(one) === failureIn(other)) return list
  const between = behind.slice(0, second)
  if (!between.every((each) => partsOf(each, 'local.set') !== null)) return list
  return [...list.slice(0, first), ...between, other, one, ...behind.slice(second + 1)]
}

/** All ones, from the lowest bit on. */
function isMask(number: bigint): boolean {
  return number > 1n && (number & (number + 1n)) === 0n
}

/** What clears bits: everything that was there, but for some. */
function keptBits(wat: Wat | undefined): Wat | null {
  const [before, mask] = partsOf(wat, 'i64.and') ?? []
  if (before === undefined) return null
  const known = constantOf(mask)
  const isInverse = known === null ? partsOf(mask, 'i64.xor') !== null : known >> 63n === 1n
  return isInverse ? before : null
}

/** By what the comparison is to notice. */
export const compiledBugs: { readonly [claim: string]: Mistake } = {
  'ints that are compared without their signs': replacing({
    'i64.lt_s': 'i64.lt_u',
    'i64.le_s': 'i64.le_u',
    'i64.gt_s': 'i64.gt_u',
    'i64.ge_s': 'i64.ge_u',
  }),
  'a mask that is one bit short': editing(() => (wat) => {
    const [value, mask] = partsOf(wat, 'i64.and') ?? []
    const known = constantOf(mask)
    if (value === undefined || known === null || !isMask(known)) return wat
    return ['i64.and', value, i64(known >> 1n)]
  }),
  'a shift that goes one bit too far': editing(() => (wat) => {
    const [value, by] = partsOf(wat, 'i64.shr_u') ?? []
    const known = constantOf(by)
    if (value === undefined || known === null || known === 0n) return wat
    return ['i64.shr_u', value, i64(known + 1n)]
  }),
  'a read across two words that forgets the upper one': editing(() => (wat) => {
    const [place, address] = partsOf(wat, 'i64.load') ?? []
    const offset = offsetOf(place)
    if (address === undefined || offset === null || offset % 8 === 0) return wat
    const word: Wat = ['i64.load', `offset=${offset - (offset % 8)}`, address]
    return ['i64.shr_u', word, i64(8 * (offset % 8))]
  }),
  'a write that does not remove what was there': editing(() => (wat) => {
    const [kept, bits] = partsOf(wat, 'i64.or') ?? []
    const before = keptBits(kept)
    return before === null || bits === undefined ? wat : ['i64.or', before, bits]
  }),
  'a local that keeps its bits when it dies': editing(() => (wat) => {
    const [name, value] = partsOf(wat, 'local.set') ?? []
    const [before] = partsOf(keptBits(value) ?? undefined, 'local.get') ?? []
    return before !== undefined && before === name ? nothing : wat
  }),
  'a step that forgets the last word of the state': editing(({ shape }) => (wat) => {
    const [place, , value] = partsOf(wat, 'i64.store') ?? []
    const [source] = partsOf(value, 'i64.load') ?? []
    const isLast = shape.words > 1 && offsetOf(place) === 8 * (shape.words - 1)
    return isLast && place === source ? nothing : wat
  }),
  'wide values that are equal when their first words are': editing(() => (wat) => {
    const [first, other] = partsOf(wat, 'i64.or') ?? []
    const differences = [first, other].map((each) => partsOf(each, 'i64.xor'))
    return first === undefined || differences.includes(null) ? wat : first
  }),
  'a value that is taken for none': editing(() => (wat) => {
    const [name, sum] = partsOf(wat, 'local.set') ?? []
    const [value, one] = partsOf(sum, 'i64.add') ?? []
    const [counter] = partsOf(value, 'local.get') ?? []
    if (name === undefined || value === undefined || constantOf(one) !== 1n) return wat
    return counter === name ? wat : ['local.set', name, value]
  }),
  'a loop that leaves out the last element': editing(() => (wat) => {
    const [label, test] = partsOf(wat, 'br_if') ?? []
    const [at, limit] = partsOf(test, 'i64.ge_u') ?? []
    if (label === undefined || at === undefined || limit === undefined) return wat
    return ['br_if', label, ['i64.ge_u', ['i64.add', at, i64(1)], limit]]
  }),
  'a range that nobody looks at': withoutChecks('range'),
  'a conflict that nobody looks for': withoutChecks('conflict'),
  'faults in another order': inFields(() => (field) => editedLists(field, checksSwapped)),
  "a guard's fault that is told as one of a step": editing(() => (wat) => {
    const [name, actor, isStep] = partsOf(wat, 'call') ?? []
    if (name !== '$failed' || actor === undefined || constantOf(isStep) !== 0n) return wat
    return ['call', name, actor, i32(1)]
  }),
  'a step that is taken by the next thread': editing(({ shape }) => (wat) => {
    const [place, to, value] = partsOf(wat, 'i64.store') ?? []
    if (place === undefined || to === undefined || value === undefined) return wat
    const isEnding = offsetOf(place) === 8 * shape.words && isSameTree(to, ['global.get', '$out'])
    return isEnding ? ['i64.store', place, to, add(value, i64(1n << 32n))] : wat
  }),
  "an action's parameters in another order": (program) => {
    if (program.actions.every(({ parameters }) => parameters.length < 2)) return null
    const actions = program.actions.map((action) => ({
      ...action,
      parameters: action.parameters.toReversed(),
    }))
    return generate({ ...program, actions })
  },
  'a constraint that excludes nothing': inFunction('$outside', (func) => [
    ...func.slice(0, 4),
    i32(0),
  ]),
  'a witness that is not noted': editing(() => (wat) => {
    const [name] = partsOf(wat, 'global.set') ?? []
    return typeof name === 'string' && name.startsWith('$reached') ? nothing : wat
  }),
  'a property that is reported before one declared earlier': editing(() => (wat) => {
    const [wrong, violated] = partsOf(wat, 'select') ?? []
    if (violated === undefined || constantOf(violated) === null) return wat
    // Of what is wrong so far or now, always what is now.
    const [of, name] = Array.isArray(wrong) ? wrong : []
    return of === 'local.get' && typeof name === 'string' && name.startsWith('$wrong')
      ? violated
      : wat
  }),
  'what a process may write that is forgotten': editing(() => (wat) => {
    const [name, value] = partsOf(wat, 'global.set') ?? []
    return name === '$written0' && partsOf(value, 'i64.or') !== null ? nothing : wat
  }),
  'somebody blocked who is not listed': editing(() => (wat) => {
    const [name, value] = partsOf(wat, 'global.set') ?? []
    return name === '$blocked' && partsOf(value, 'i64.add') !== null ? nothing : wat
  }),
  'what actions write that is forgotten': inFunction('$expand', (func) =>
    func.map((wat) => {
      const [name] = partsOf(wat, 'global.set') ?? []
      return name === '$written0' ? ['global.set', name, i64(0)] : wat
    }),
  ),
  'somebody released who releases nobody': inFunction('$stuck', (func) =>
    func.map((wat) =>
      edited(wat, (inner) => {
        const [name] = partsOf(inner, 'local.set') ?? []
        return typeof name === 'string' && name.startsWith('$released') ? nothing : inner
      }),
    ),
  ),
  'a daemon that is stuck alone': inFunction('$stuck', (func) =>
    func.map((wat) =>
      edited(wat, (inner) => {
        const [test] = partsOf(inner, 'i64.eqz') ?? []
        return test === undefined ? inner : i32(1)
      }),
    ),
  ),
  'an end that is taken for a deadlock': inFunction('$settled', (func) => [
    ...func.slice(0, 4),
    i32(0),
  ]),
}
