/** Which term belongs to which sort, and what may be given where such a term is expected: for the compiler only. */

import type { Sort } from '../ir.ts'
import type { EffectNode } from '../node.ts'
import type { Just } from './lift.ts'
import type { ArrayTerm } from './array.ts'
import type { BagTerm } from './bag.ts'
import type { BoolTerm } from './bool.ts'
import type { EnumTerm, IdentityTerm, ThreadTerm } from './names.ts'
import type { IndexTerm } from './ring.ts'
import type { IntTerm } from './int.ts'
import type { OptionalTerm } from './optional.ts'
import type { RecordTerm } from './record.ts'
import type { SequenceTerm } from './sequence.ts'
import type { SetTerm } from './set.ts'
import type { VariantTerm } from './variant.ts'
import type {
  ArraySort,
  BagSort,
  BoolSort,
  CaseSorts,
  EnumSort,
  FieldSorts,
  IdentitySort,
  IndexSort,
  IntSort,
  OptionalSort,
  RecordSort,
  SequenceSort,
  SetSort,
  ThreadSort,
  VariantSort,
} from '../sort.ts'

/** The term of a sort. */
export type TermOf<S extends Sort> = S extends BoolSort
  ? BoolTerm
  : S extends IntSort
    ? IntTerm
    : S extends EnumSort<infer V>
      ? EnumTerm<V>
      : S extends IdentitySort<infer N>
        ? IdentityTerm<N>
        : S extends IndexSort<infer N>
          ? IndexTerm<N>
          : S extends ThreadSort
            ? ThreadTerm
            : S extends OptionalSort<infer O>
              ? OptionalTerm<O>
              : S extends RecordSort<infer F>
                ? RecordTerm<F>
                : S extends VariantSort<infer C>
                  ? VariantTerm<C>
                  : S extends ArraySort<infer I, infer E>
                    ? ArrayTerm<I, E>
                    : S extends SetSort<infer O>
                      ? SetTerm<O>
                      : S extends SequenceSort<infer O>
                        ? SequenceTerm<O>
                        : S extends BagSort<infer O>
                          ? BagTerm<O>
                          : never

/** What can be given where a term of this sort is expected: such a term, or the value as JavaScript writes it. */
export type Input<S extends Sort> =
  | TermOf<S>
  | (S extends BoolSort
      ? boolean
      : S extends IntSort
        ? number
        : S extends EnumSort<infer V>
          ? V
          : S extends OptionalSort<infer O>
            ? null | Just<Input<O>>
            : S extends RecordSort<infer F>
              ? RecordInput<F>
              : S extends VariantSort<infer C>
                ? VariantInput<C>
                : S extends ArraySort<infer I, infer E>
                  ? ((index: TermOf<I>) => Input<E>) | readonly Input<E>[]
                  : S extends SetSort<infer O> | SequenceSort<infer O> | BagSort<infer O>
                    ? readonly Input<O>[]
                    : never)

export type RecordInput<F extends FieldSorts> = { readonly [K in keyof F]: Input<F[K]> }
type VariantInput<C extends CaseSorts> = {
  [K in keyof C & string]: C[K] extends Sort
    ? { readonly tag: K; readonly value: Input<C[K]> }
    : { readonly tag: K }
}[keyof C & string]
/**
 * A condition. Of JavaScript's booleans it takes only `true`, which says nothing: `false` is what JavaScript makes of `!term`, and a
 * boolean what it makes of `a === b`.
 */
export type Test = BoolTerm | true

/** What a step can write to: a variable, a local, or a part of one. */
export interface Writable<S extends Sort> {
  /** The step, or the effect, that writes this value here. */
  set(value: Input<S>): EffectNode<void>
  /** The same with a value computed from the one before: `n.update((n) => n.plus(1))`. */
  update(value: (before: TermOf<S>) => Input<S>): EffectNode<void>
}

/** How a place of a sort is navigated: its parts are places too. */
type Parts<S extends Sort> =
  S extends ArraySort<infer I, infer E>
    ? { at(index: Input<I>): PlaceOf<E> }
    : S extends RecordSort<infer F>
      ? { field<K extends keyof F & string>(name: K): PlaceOf<F[K]> }
      : unknown

/**
 * The term of a variable or local: it can be read as any term, and written by a step. `Parts` comes first, since the compiler takes
 * the first of two methods of one name.
 */
export type PlaceOf<S extends Sort> = Parts<S> & TermOf<S> & Writable<S>
