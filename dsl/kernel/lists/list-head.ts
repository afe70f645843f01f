/** The primitives of lists: one, or several on which the same nodes can be. */

import {
  array,
  fieldsOf,
  forEach,
  record,
  sequence,
  set,
  some,
  when,
  type BoolTerm,
  type EnumSort,
  type Family,
  type IdentitySort,
  type IdentityTerm,
  type IndexSort,
  type Input,
  type PlaceOf,
  type Primitive,
  type SetSort,
} from '../../index.ts'
import type { Sort } from '../../ir.ts'
import type { Holdable } from '../locks/owned-lock.ts'
import type { ListNode } from './list-node.ts'
import type { Entries, Nodes, Siblings } from './list-links.ts'
import { List } from './list.ts'

export interface ListOptions<N extends string> {
  /** The node of each: a member of an object, `listNode`. Without it, the lists have the nodes, of what is never freed. */
  readonly node?: (of: IdentityTerm<N>) => ListNode
  /** `__guarded_by`: who changes a list without holding this lock is a fault. Without it, nobody is asked. */
  readonly guardedBy?: () => Holdable
}

/** What is on lists at first. */
interface Beginning<B> {
  /** Without it, nothing. */
  readonly initial?: B
}

/** What tells several lists apart. */
type Key = EnumSort<string> | IdentitySort<string> | IndexSort<string>

/** A list of these; empty at first, unless it is given what is on it. Declare it with `m.state`. */
export function list<N extends string>(
  sort: IdentitySort<N>,
  { node, guardedBy, initial }: ListOptions<N> & Beginning<Input<Entries<N>>> = {},
): Primitive<Sort, List<N>> {
  const entries = sequence(sort, sort.size)
  const make = (place: PlaceOf<Entries<N>>, nodes: Nodes<N>, name: string) => {
    const siblings: Siblings<N> = { group: nodes, some: (test) => test(place), *others() {} }
    return new List({ sort, entries: place, name, nodes, siblings, guardedBy: guardedBy ?? null })
  }
  if (node !== undefined) {
    const alone: Primitive<Entries<N>, List<N>> = {
      sort: entries,
      initial,
      attach: (place, name) => make(place, memberNodes(node), name),
    }
    return alone
  }
  const state = record({ entries, poisoned: set(sort) })
  const both: Primitive<typeof state, List<N>> = {
    sort: state,
    ...(initial === undefined ? {} : { initial: { entries: initial, poisoned: [] } }),
    attach: (place, name) => {
      const parts = fieldsOf(place)
      return make(parts.entries, ownNodes(parts.poisoned), name)
    },
  }
  return both
}

/**
 * A list for each key; one of these is on at most one of them, by one node. `at(key)` gives each. They are empty at first, unless they are
 * given what is on each. Declare them with `m.state`.
 */
export function lists<K extends Key, N extends string>(
  keys: K,
  sort: IdentitySort<N>,
  { node, guardedBy, initial }: ListOptions<N> & Beginning<readonly Input<Entries<N>>[]> = {},
): Primitive<Sort, Family<K, List<N>>> {
  const entries = sequence(sort, sort.size)
  const head: Primitive<Entries<N>, Head<N>> = {
    sort: entries,
    attach: (place, name) => ({ entries: place, name }),
  }
  const heads = array(keys, head)
  const make = (family: Family<K, Head<N>>, nodes: Nodes<N>): Family<K, List<N>> => ({
    index: keys,
    at: (key) => {
      // The compiler does not see that an element of an open sort is an input of it.
      const siblings: Siblings<N> = {
        group: nodes,
        some: (test) => some(keys as Sort, (other) => test(family.at(other as Input<K>).entries)),
        *others(body) {
          yield* forEach(keys as Sort, function* (other) {
            const { entries } = family.at(other as Input<K>)
            yield* when(differs(other, key), () => body(entries))
          })
        },
      }
      return new List({ sort, ...family.at(key), nodes, siblings, guardedBy: guardedBy ?? null })
    },
  })
  if (node !== undefined) {
    const alone: Primitive<typeof heads.sort, Family<K, List<N>>> = {
      sort: heads.sort,
      initial,
      attach: (place, name, declare) => {
        return make(heads.attach(place, name, declare), memberNodes(node))
      },
    }
    return alone
  }
  const state = record({ heads: heads.sort, poisoned: set(sort) })
  const both: Primitive<typeof state, Family<K, List<N>>> = {
    sort: state,
    ...(initial === undefined ? {} : { initial: { heads: initial, poisoned: [] } }),
    attach: (place, name, declare) => {
      const parts = fieldsOf(place)
      return make(heads.attach(parts.heads, name, declare), ownNodes(parts.poisoned))
    },
  }
  return both
}

interface Head<N extends string> {
  readonly entries: PlaceOf<Entries<N>>
  readonly name: string
}

/** Nodes that the lists have themselves. */
function ownNodes<N extends string>(poisoned: PlaceOf<SetSort<IdentitySort<N>>>): Nodes<N> {
  return {
    isPoisoned: (node) => poisoned.has(node),
    *poison(node, now) {
      yield* poisoned.update((before) => (now ? before.add(node) : before.remove(node)))
    },
    text: () => '',
    inObjects: false,
  }
}

/** Nodes that are members of objects. */
function memberNodes<N extends string>(of: (node: IdentityTerm<N>) => ListNode): Nodes<N> {
  return {
    isPoisoned: (node) => of(node).isPoisoned(),
    *poison(node, now) {
      yield* of(node).poison(now)
    },
    text: (node) => `${of(node).name}, `,
    inObjects: true,
  }
}

/** Both are of the sort of the keys. */
function differs(one: unknown, other: unknown): BoolTerm {
  return (one as { ne(other: unknown): BoolTerm }).ne(other)
}
