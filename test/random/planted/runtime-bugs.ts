/** Mistakes of the search in the module: what its store, its levels and its sweep could get wrong, made on their tree. */

import { pendingBytes } from '../../../checker/compiled/runtime/memory-map.ts'
import { runtimeFields } from '../../../checker/compiled/runtime/runtime.ts'
import type { Shape } from '../../../checker/compiled/runtime/shape.ts'
import type { Wat } from '../../../checker/compiled/wat.ts'
import { i32, i64 } from '../../../checker/compiled/wat.ts'
import type { Runtime } from '../jobs.ts'
import { constantOf, edited, isSameTree, nothing, offsetOf, partsOf } from './tree.ts'
import type { Edit } from './tree.ts'

/** The mistake of changing the instructions of some functions. */
function editing(names: readonly string[], edit: (shape: Shape) => Edit): Runtime {
  return (shape) => {
    const fields = runtimeFields(shape)
    const changed = fields.map((field) => {
      const [name] = partsOf(field, 'func') ?? []
      return typeof name === 'string' && names.includes(name) ? edited(field, edit(shape)) : field
    })
    return changed.every((field, i) => field === fields[i]) ? null : changed
  }
}

/** Without the calls of this function. */
function withoutCalls(inside: string, called: string): Runtime {
  return editing([inside], () => (wat) => (partsOf(wat, 'call')?.[0] === called ? nothing : wat))
}

function isCall(wat: Wat | undefined, called: string): boolean {
  return partsOf(wat, 'call')?.[0] === called
}

/** By what the comparison is to notice. */
export const runtimeBugs: { readonly [claim: string]: Runtime } = {
  'states that are the same up to their last words, taken for one': editing(
    ['$equal', '$take', '$refill', '$markOf', '$refillMarks'],
    ({ words }) =>
      (wat) => {
        const isLast = (part: Wat | undefined): boolean =>
          words > 1 && offsetOf(partsOf(part, 'i64.load')?.[0]) === 8 * (words - 1)
        const [hash, word] = partsOf(wat, 'i64.xor') ?? []
        if (isSameTree(hash, ['local.get', '$hash']) && isLast(word)) return hash ?? wat
        const [test] = partsOf(wat, 'if') ?? []
        return isLast(partsOf(test, 'i64.ne')?.[0]) ? nothing : wat
      },
  ),
  'states that differ in their lowest bits, taken for one': editing(['$insert'], () => (wat) => {
    const [found, entry] = partsOf(wat, 'i64.eq') ?? []
    if (!isSameTree(found, ['local.get', '$found']) || entry === undefined) return wat
    if (!isSameTree(entry, ['local.get', '$entry'])) return wat
    return ['i64.lt_u', ['i64.xor', ['local.get', '$found'], entry], i64(2)]
  }),
  'a table that loses states when it grows': editing(['$place'], () => (wat) => {
    const [name, first] = partsOf(wat, 'local.set') ?? []
    if (name !== '$at' || !isSameTree(first, ['global.get', '$pending'])) return wat
    return ['local.set', name, ['i64.add', ['global.get', '$pending'], i64(pendingBytes)]]
  }),
  'a state that is taken for another one that was looked up before': editing(
    ['$take'],
    () => (wat) => {
      const [label, same] = partsOf(wat, 'br_if') ?? []
      const [recent] = partsOf(same, 'i64.eq') ?? []
      if (label !== '$recalled' || recent === undefined) return wat
      return ['br_if', label, ['i64.ne', recent, i64(0)]]
    },
  ),
  'outcomes that are lost where they are too many for a batch': withoutCalls('$flush', '$work'),
  'a state that nobody judges': withoutCalls('$insert', '$judgeNew'),
  'a state outside of a constraint that is expanded': editing(
    ['$expandOne'],
    () => (wat) => (isCall(partsOf(wat, 'if')?.[0], '$outside') ? nothing : wat),
  ),
  'a standstill that is no deadlock': editing(
    ['$expandOne'],
    () => (wat) => (isCall(wat, '$end') ? i32(0) : wat),
  ),
  'a step that is judged the other way round': editing(['$judgeOne'], () => (wat) => {
    const [name, before, after] = partsOf(wat, 'call') ?? []
    if (name !== '$judgeStep' || before === undefined || after === undefined) return wat
    return ['call', name, after, before]
  }),
  'a step that fails a level too early': editing(['$fail'], () => (wat) => {
    const [depth, one] = partsOf(wat, 'i32.add') ?? []
    return depth !== undefined && constantOf(one) === 1n ? depth : wat
  }),
  'what is found last in place of what is least': editing(
    ['$note'],
    () => (wat) => (partsOf(wat, 'i64.lt_u') === null ? wat : i32(1)),
  ),
  'context switches that nobody counts': editing(['$mark'], () => (wat) => {
    const [bit] = partsOf(wat, 'i32.wrap_i64') ?? []
    return partsOf(bit, 'i64.xor') === null ? wat : i32(0)
  }),
  'a best next step that anybody could take': editing(['$keepMark'], () => (wat) => {
    const [all] = partsOf(wat, 'select') ?? []
    return all === undefined ? wat : all
  }),
}
