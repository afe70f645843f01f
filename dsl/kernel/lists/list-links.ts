/** What lists are made of, and how their nodes are linked: the effects of `include/linux/list.h`, the faults of `lib/list_debug.c`. */

import {
  and,
  cond,
  current,
  fail,
  int,
  just,
  none,
  not,
  optional,
  or,
  the,
  value,
  when,
  type BoolTerm,
  type EffectNode,
  type IdentitySort,
  type IdentityTerm,
  type IntTerm,
  type OptionalTerm,
  type PlaceOf,
  type SequenceSort,
  type SequenceTerm,
} from '../../index.ts'
import type { Holdable } from '../locks/owned-lock.ts'

/** What is on a list, in order. */
export type Entries<N extends string> = SequenceSort<IdentitySort<N>>
type On<N extends string> = SequenceTerm<IdentitySort<N>>

/** Effects of one step, without a choice. */
export type Effects = Generator<EffectNode<unknown>, void, unknown>

/** The nodes of what can be on the lists. */
export interface Nodes<N extends string> {
  isPoisoned(node: IdentityTerm<N>): BoolTerm
  poison(node: IdentityTerm<N>, poisoned: boolean): Effects
  /** The node as a trace names it, and a comma; or nothing. */
  text(node: IdentityTerm<N>): string
  /** Whether they are members of objects: to link one touches the objects of its neighbours. */
  readonly inObjects: boolean
}

/** The lists on which the same nodes can be. */
export interface Siblings<N extends string> {
  /** The same for all of them. */
  readonly group: object
  /** Whether it is true of one of all. */
  some(test: (entries: On<N>) => BoolTerm): BoolTerm
  /** The effects for each but the list itself. */
  others(body: (entries: PlaceOf<Entries<N>>) => Effects): Effects
}

/** A list. */
export interface ListParts<N extends string> {
  readonly sort: IdentitySort<N>
  readonly entries: PlaceOf<Entries<N>>
  readonly name: string
  readonly nodes: Nodes<N>
  readonly siblings: Siblings<N>
  /** What whoever changes the list has to hold; null where nothing is said of it. */
  readonly guardedBy: (() => Holdable) | null
}

export type End = 'head' | 'tail'

/** The fault of changing a list without the lock that guards it, as a compiler's context analysis tells it. */
export function* guarded<N extends string>({ name, guardedBy }: ListParts<N>): Effects {
  if (guardedBy === null) return
  const lock = guardedBy()
  yield* when(not(lock.heldBy(current())), function* () {
    yield* fail(`writing '${name}' requires holding '${lock.name}'`)
  })
}

/** The first entry, or none. */
export function first<N extends string>({
  entries,
  sort,
}: ListParts<N>): OptionalTerm<IdentitySort<N>> {
  const pointer = optional(sort)
  return cond(entries.isEmpty(), value(pointer, none), value(pointer, just(entries.first())))
}

/** The entry behind a node, by what the node says: behind one that is on no list is itself. */
export function after<N extends string>(
  { entries, sort }: ListParts<N>,
  node: IdentityTerm<N>,
): OptionalTerm<IdentitySort<N>> {
  const pointer = optional(sort)
  const next = () => position(entries, node).plus(1)
  const behind = () =>
    cond(next().lt(entries.length()), value(pointer, just(entries.at(next()))), none)
  return cond(entries.has(node), behind(), just(node))
}

/** The faults of going on from a node. */
export function* walking<N extends string>(
  { nodes, siblings, entries, name }: ListParts<N>,
  node: IdentityTerm<N>,
): Effects {
  yield* when(nodes.isPoisoned(node), function* () {
    yield* fail(`list poison dereferenced: ${name}`)
  })
  const elsewhere = and(
    not(entries.has(node)),
    siblings.some((each) => each.has(node)),
  )
  yield* when(elsewhere, function* () {
    yield* fail(`list walk ended on another list: ${name}`)
  })
}

/** The effect that puts it at this end of what was there `before`. */
export function* added<N extends string>(
  { entries }: ListParts<N>,
  node: IdentityTerm<N>,
  end: End,
  before: On<N> = entries,
): Effects {
  const alone = () => value(entries.sort, [node])
  yield* entries.set(end === 'head' ? alone().concat(before) : before.append(node))
}

/** The faults of taking a node from its list, which links its neighbours to each other. */
export function* deletable<N extends string>(
  { nodes, siblings, entries, name }: ListParts<N>,
  node: IdentityTerm<N>,
): Effects {
  const corrupted = function* (): Effects {
    yield* fail(`list_del corruption: ${name}`)
  }
  yield* when(nodes.isPoisoned(node), corrupted)
  if (!nodes.inObjects) return
  const beside = (on: On<N>): BoolTerm => {
    const at = () => position(on, node)
    const before = and(at().gt(0), nodes.isPoisoned(on.at(at().minus(1))))
    const behind = and(at().plus(1).lt(on.length()), nodes.isPoisoned(on.at(at().plus(1))))
    return and(on.has(node), or(before, behind))
  }
  yield* when(beside(entries), corrupted)
  yield* siblings.others(function* (other) {
    yield* when(beside(other), corrupted)
  })
}

/** The faults of linking something at this end, to what is there. */
export function* linkable<N extends string>(
  { nodes, entries, name }: ListParts<N>,
  end: End,
): Effects {
  if (!nodes.inObjects) return
  const neighbour = end === 'head' ? entries.first() : entries.at(entries.length().minus(1))
  yield* when(and(not(entries.isEmpty()), nodes.isPoisoned(neighbour)), function* () {
    yield* fail(`list_add corruption: ${name}`)
  })
}

/** What is left of a list where it is taken from it, which it is on. */
export function without<N extends string>(on: On<N>, node: IdentityTerm<N>): On<N> {
  const at = () => position(on, node)
  return on.slice(0, at()).concat(on.slice(at().plus(1)))
}

/** Where it is on a list, which it is on. */
function position<N extends string>(on: On<N>, node: IdentityTerm<N>): IntTerm {
  const positions = int(0, on.sort.bound - 1)
  return the(positions, (i) => and(i.lt(on.length()), on.at(i).eq(node)))
}
