/** Changes of a module's tree, of which everything that is not changed stays the same object. */

import type { Wat } from '../../../checker/compiled/wat.ts'

/** What an instruction becomes; itself where it stays. Its parts have been changed already. */
export type Edit = (wat: Wat) => Wat

/** The tree with each instruction changed, the innermost first. */
export function edited(tree: Wat, edit: Edit): Wat {
  if (typeof tree === 'string') return tree
  const parts = tree.map((part) => edited(part, edit))
  return edit(parts.some((part, i) => part !== tree[i]) ? parts : tree)
}

/** The tree with each list of instructions changed, the innermost first. */
export function editedLists(tree: Wat, edit: (list: readonly Wat[]) => readonly Wat[]): Wat {
  return edited(tree, (wat) => (typeof wat === 'string' ? wat : edit(wat)))
}

/** The parts of an instruction, when it is this one. */
export function partsOf(wat: Wat | undefined, instruction: string): readonly Wat[] | null {
  if (wat === undefined || typeof wat === 'string' || wat[0] !== instruction) return null
  return wat.slice(1)
}

/** The number that a constant instruction gives; null of any other. */
export function constantOf(wat: Wat | undefined): bigint | null {
  const [text] = partsOf(wat, 'i64.const') ?? partsOf(wat, 'i32.const') ?? []
  return typeof text === 'string' ? BigInt.asUintN(64, BigInt(text)) : null
}

/** Whether two trees are the same, part by part. */
export function isSameTree(left: Wat | undefined, right: Wat | undefined): boolean {
  if (typeof left !== 'object' || typeof right !== 'object') return left === right
  return left.length === right.length && left.every((part, i) => isSameTree(part, right[i]))
}

/** The number behind `offset=`; null where an instruction has none. */
export function offsetOf(wat: Wat | undefined): number | null {
  return typeof wat === 'string' && wat.startsWith('offset=') ? Number(wat.slice(7)) : null
}

/** What does nothing. */
export const nothing: Wat = ['block', '$nothing']
