/** `struct list_head` as a member of what is on a list. After `include/linux/list.h` and `include/linux/poison.h`. */

import {
  bool,
  type BoolSort,
  type BoolTerm,
  type EffectNode,
  type PlaceOf,
  type Primitive,
} from '../../index.ts'

/** A node: whether it is on a list, the lists know. */
export class ListNode {
  readonly name: string
  readonly #poisoned: PlaceOf<BoolSort>

  constructor(poisoned: PlaceOf<BoolSort>, name: string) {
    this.#poisoned = poisoned
    this.name = name
  }

  /** Whether it was taken from a list by `list_del`, and is on none since. */
  isPoisoned(): BoolTerm {
    return this.#poisoned
  }

  /** The effect that makes it so, or not. */
  poison(poisoned: boolean): EffectNode<void> {
    return this.#poisoned.set(poisoned)
  }
}

/** A node on no list, as after `INIT_LIST_HEAD`. */
export const listNode: Primitive<BoolSort, ListNode> = {
  sort: bool,
  initial: false,
  attach: (place, name) => new ListNode(place, name),
}
