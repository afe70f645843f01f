/**
 * `struct list_head`: doubly linked lists whose nodes are members of what is listed. Each operation is one step, as under the lock that
 * it needs; what CONFIG_DEBUG_LIST finds is a fault. After `include/linux/list.h` and `lib/list_debug.c`.
 */

import {
  and,
  cond,
  fail,
  here,
  mistaken,
  not,
  step,
  when,
  type AnyStatement,
  type BoolTerm,
  type IdentitySort,
  type IdentityTerm,
  type OptionalTerm,
  type PlaceOf,
  type SequenceTerm,
  type StatementNode,
} from '../../index.ts'
import { iteration, safeIteration } from './list-iteration.ts'
import {
  added,
  deletable,
  first,
  guarded,
  linkable,
  without,
  type End,
  type Entries,
  type ListParts,
} from './list-links.ts'
import { target, type Pointer } from '../memory/pointer.ts'

/** The head of a list. A node is on at most one of the lists that were declared together. */
export class List<N extends string> {
  readonly name: string
  readonly #parts: ListParts<N>

  constructor(parts: ListParts<N>) {
    this.name = parts.name
    this.#parts = parts
  }

  /** What is on it, in order: for properties and guards. */
  get entries(): SequenceTerm<IdentitySort<N>> {
    return this.#parts.entries
  }

  /** Whether it is on this list: for properties and guards. */
  has(pointer: Pointer<N>): BoolTerm {
    return this.#parts.entries.has(target(pointer))
  }

  /** `list_empty(head)`: gives whether nothing is on it. */
  empty(): StatementNode<never, BoolTerm> {
    const { entries, name } = this.#parts
    return step(`list_empty(${name})`, {}, function* () {
      return entries.isEmpty()
    })
  }

  /** `list_empty(&node)`: gives whether the node is on none of the lists, nor poisoned. */
  nodeEmpty(pointer: Pointer<N>): StatementNode<never, BoolTerm> {
    const { nodes, siblings, name } = this.#parts
    const node = target(pointer)
    return step(`list_empty(${nodes.text(node)}${name})`, {}, function* () {
      return and(not(nodes.isPoisoned(node)), not(siblings.some((entries) => entries.has(node))))
    })
  }

  /** `list_first_entry_or_null`. */
  firstEntryOrNull(): StatementNode<never, OptionalTerm<IdentitySort<N>>> {
    const parts = this.#parts
    return step(`list_first_entry_or_null(${parts.name})`, {}, function* () {
      return first(parts)
    })
  }

  /** `list_add`: puts it first. A fault where it is on a list. */
  add(pointer: Pointer<N>): StatementNode<never, void> {
    return this.#adding('list_add', pointer, 'head')
  }

  /** `list_add_tail`: puts it last. A fault where it is on a list. */
  addTail(pointer: Pointer<N>): StatementNode<never, void> {
    return this.#adding('list_add_tail', pointer, 'tail')
  }

  /** `list_del`: takes it from whichever list it is on, and poisons it. A fault where it is poisoned. */
  del(pointer: Pointer<N>): StatementNode<never, void> {
    return this.#deleting('list_del', pointer, true)
  }

  /** `list_del_init`: takes it from whichever list it is on, if any. A fault where it is poisoned. */
  delInit(pointer: Pointer<N>): StatementNode<never, void> {
    return this.#deleting('list_del_init', pointer, false)
  }

  /** `list_move`: takes it from whichever list it is on, and puts it first here. A fault where it is poisoned. */
  move(pointer: Pointer<N>): StatementNode<never, void> {
    return this.#moving('list_move', pointer, 'head')
  }

  /** `list_move_tail`: the same, and puts it last here. */
  moveTail(pointer: Pointer<N>): StatementNode<never, void> {
    return this.#moving('list_move_tail', pointer, 'tail')
  }

  /** `list_splice_init(from, this)`: puts all of the other list first here; that is empty then. */
  spliceInit(from: List<N>): StatementNode<never, void> {
    return this.#splicing('list_splice_init', from, 'head')
  }

  /** `list_splice_tail_init(from, this)`: the same, and puts them last. */
  spliceTailInit(from: List<N>): StatementNode<never, void> {
    return this.#splicing('list_splice_tail_init', from, 'tail')
  }

  /**
   * `list_for_each_entry`: the body for each entry, from which the next is found after the body. A fault where the body freed it, or
   * took it from the list by `list_del`; after `list_del_init` it comes back to itself for ever, as in C. `leave` and `again` in the
   * body are C's `break` and `continue`.
   */
  forEach<Y extends AnyStatement>(body: (pos: IdentityTerm<N>) => Generator<Y, void, unknown>) {
    return iteration(`list_for_each_entry(${this.name})`, this.#parts, body)
  }

  /** `list_for_each_entry_safe`: the same, with the next entry found before the body, so that this one can be taken from the list. */
  forEachSafe<Y extends AnyStatement>(body: (pos: IdentityTerm<N>) => Generator<Y, void, unknown>) {
    return safeIteration(`list_for_each_entry_safe(${this.name})`, this.#parts, body)
  }

  #adding(operation: string, pointer: Pointer<N>, end: End): StatementNode<never, void> {
    const parts = this.#parts
    const { nodes, siblings, name } = parts
    const node = target(pointer)
    return step(`${operation}(${nodes.text(node)}${name})`, {}, function* () {
      yield* guarded(parts)
      const listed = siblings.some((entries) => entries.has(node))
      yield* when(listed, function* () {
        yield* fail(`list_add corruption: ${name}`)
      })
      yield* linkable(parts, end)
      yield* added(parts, node, end)
      yield* nodes.poison(node, false)
    })
  }

  #deleting(operation: string, pointer: Pointer<N>, poisoned: boolean): StatementNode<never, void> {
    const parts = this.#parts
    const { nodes, siblings, entries, name } = parts
    const node = target(pointer)
    const remove = (from: PlaceOf<Entries<N>>) =>
      when(from.has(node), function* () {
        yield* from.set(without(from, node))
      })
    return step(`${operation}(${nodes.text(node)}${name})`, {}, function* () {
      yield* guarded(parts)
      yield* deletable(parts, node)
      yield* remove(entries)
      yield* siblings.others(function* (other) {
        yield* remove(other)
      })
      if (poisoned) yield* nodes.poison(node, true)
    })
  }

  #moving(operation: string, pointer: Pointer<N>, end: End): StatementNode<never, void> {
    const parts = this.#parts
    const { nodes, siblings, entries, name } = parts
    const node = target(pointer)
    return step(`${operation}(${nodes.text(node)}${name})`, {}, function* () {
      yield* guarded(parts)
      yield* deletable(parts, node)
      yield* linkable(parts, end)
      yield* siblings.others(function* (other) {
        yield* when(other.has(node), function* () {
          yield* other.set(without(other, node))
        })
      })
      const rest = cond(entries.has(node), without(entries, node), entries)
      yield* added(parts, node, end, rest)
    })
  }

  #splicing(operation: string, from: List<N>, end: End): StatementNode<never, void> {
    const parts = this.#parts
    const source = from.#parts
    const { entries, name, siblings } = parts
    const { entries: moved } = source
    if (source.siblings.group !== siblings.group) {
      const what = `'${from.name}' and '${name}' are not lists of the same nodes`
      mistaken(here(), what, "Declare them together, with 'lists'")
    }
    return step(`${operation}(${from.name}, ${name})`, {}, function* () {
      yield* guarded(parts)
      yield* when(not(moved.isEmpty()), function* () {
        yield* linkable(source, 'head')
        yield* linkable(source, 'tail')
        yield* linkable(parts, end)
        yield* entries.set(end === 'head' ? moved.concat(entries) : entries.concat(moved))
        yield* moved.set([])
      })
    })
  }
}
