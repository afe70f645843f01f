/** Expressions: what is evaluated in a state. */

import type { Site } from '../site.ts'
import type { BoundId, LocalId, ProcessId, VariableId } from './identifier.ts'
import type { Sort } from './sort.ts'

/**
 * How C would make this access. `model` is a TLA+ variable's: a step may read and write it at once. The others are of
 * kernel variables: the checker of data races and of weak memory reads them.
 */
export type Access = 'model' | 'plain' | 'once' | 'acquire' | 'release' | 'rmw'

/** What a quantifier, `pick`, `forEach` or comprehension ranges over: a whole sort, or the elements of a set, sequence or bag. */
export type Domain =
  | { readonly kind: 'sort'; readonly sort: Sort }
  | { readonly kind: 'elements'; readonly of: Expr }

/** A name bound over a domain. */
export interface Binder {
  readonly bound: BoundId
  readonly name: string
  readonly sort: Sort
}

export type UnaryOperator = 'not' | 'negate'
export type BooleanOperator = 'and' | 'or' | 'implies' | 'iff'
/** `lt` to `ge` take two ints or two of one index sort; `eq` and `ne` two of any one sort (ints: of any ranges). */
export type Comparison = 'eq' | 'ne' | 'lt' | 'le' | 'gt' | 'ge'
export type Arithmetic = 'plus' | 'minus' | 'times' | 'div' | 'mod' | 'min' | 'max'
export type BinaryOperator = BooleanOperator | Comparison | Arithmetic

interface Node<Kind extends string> {
  readonly kind: Kind
  readonly sort: Sort
  readonly site: Site
}

/** A bool is a boolean, an int a number, an enum's value its name, an identity or index its number from 0. */
export interface Literal extends Node<'literal'> {
  readonly value: boolean | number | string
}
export interface VariableExpr extends Node<'variable'> {
  readonly variable: VariableId
  readonly access: Access
}
export interface LocalExpr extends Node<'local'> {
  readonly local: LocalId
}
export interface BoundExpr extends Node<'bound'> {
  readonly bound: BoundId
}
/** The executing process's instance, of that process's own sort. */
export type SelfExpr = Node<'self'>
/** The executing process's instance, as a thread. */
export type CurrentExpr = Node<'current'>
/** An instance of one process, as a thread. */
export interface ThreadExpr extends Node<'thread'> {
  readonly process: ProcessId
  readonly instance: Expr
}
export interface AtExpr extends Node<'at'> {
  readonly process: ProcessId
  readonly instance: Expr
  readonly label: string
}
export interface TerminatedExpr extends Node<'terminated'> {
  readonly process: ProcessId
  readonly instance: Expr
}
/** Derived state: a name for an expression, kept for the reader of a trace. */
export interface DefinitionExpr extends Node<'definition'> {
  readonly name: string
  readonly body: Expr
}
/** In a step property: the body as it is after the step. Everything outside reads the state before. Never nested. */
export interface AfterExpr extends Node<'after'> {
  readonly body: Expr
}
export interface UnaryExpr extends Node<'unary'> {
  readonly operator: UnaryOperator
  readonly operand: Expr
}
export interface BinaryExpr extends Node<'binary'> {
  readonly operator: BinaryOperator
  readonly left: Expr
  readonly right: Expr
}
export interface ConditionalExpr extends Node<'conditional'> {
  readonly test: Expr
  readonly then: Expr
  readonly otherwise: Expr
}
/** `all`, `some`, `one` are bool, `count` is an int; `filter` is the set of elements that pass, `the` the only one. */
export interface QuantifierExpr extends Node<'quantifier'> {
  readonly quantifier: 'all' | 'some' | 'one' | 'count' | 'the' | 'filter'
  readonly binder: Binder
  readonly domain: Domain
  readonly body: Expr
}
/** The set of the body's values. */
export interface ImageExpr extends Node<'image'> {
  readonly binder: Binder
  readonly domain: Domain
  readonly body: Expr
}
/** From `initial`, the body once for each element, `accumulator` being the value so far. Body and accumulator have this node's sort. */
export interface FoldExpr extends Node<'fold'> {
  readonly binder: Binder
  readonly accumulator: Binder
  readonly domain: Domain
  readonly initial: Expr
  readonly body: Expr
}
export interface LetExpr extends Node<'let'> {
  readonly binder: Binder
  readonly value: Expr
  readonly body: Expr
}
/** The value in another sort of the same shape, that is: the same but for the ranges of ints and the bounds of sequences and bags. */
export interface ConvertExpr extends Node<'convert'> {
  readonly value: Expr
}
export type NoneExpr = Node<'none'>
export interface SomeExpr extends Node<'some'> {
  readonly value: Expr
}
export interface IsSomeExpr extends Node<'isSome'> {
  readonly optional: Expr
}
export interface UnwrapExpr extends Node<'unwrap'> {
  readonly optional: Expr
}
/** The fields are in the order of the sort. */
export interface RecordExpr extends Node<'record'> {
  readonly fields: readonly { readonly name: string; readonly value: Expr }[]
}
export interface FieldExpr extends Node<'field'> {
  readonly record: Expr
  readonly field: string
}
export interface WithFieldExpr extends Node<'withField'> {
  readonly record: Expr
  readonly field: string
  readonly value: Expr
}
export interface VariantExpr extends Node<'variant'> {
  readonly tag: string
  readonly value: Expr | null
}
export interface IsTagExpr extends Node<'isTag'> {
  readonly variant: Expr
  readonly tag: string
}
/** One case for each case of the subject's sort, in the order of the sort; `binder` is null where there is no payload. */
export interface MatchExpr extends Node<'match'> {
  readonly subject: Expr
  readonly cases: readonly {
    readonly tag: string
    readonly binder: Binder | null
    readonly body: Expr
  }[]
}
/** The array whose element at each index is the body's value there. */
export interface ArrayExpr extends Node<'array'> {
  readonly binder: Binder
  readonly body: Expr
}
/** The array with these elements, in the order of the index sort. */
export interface TableExpr extends Node<'table'> {
  readonly entries: readonly Expr[]
}
export interface ElementExpr extends Node<'element'> {
  readonly array: Expr
  readonly index: Expr
}
export interface WithElementExpr extends Node<'withElement'> {
  readonly array: Expr
  readonly index: Expr
  readonly value: Expr
}
/** A set, sequence or bag (by `sort`) of these elements. */
export interface CollectionExpr extends Node<'collection'> {
  readonly elements: readonly Expr[]
}
/** The number of elements of a set, sequence or bag. */
export interface SizeExpr extends Node<'size'> {
  readonly of: Expr
}
/** Whether a set, sequence or bag has the element. */
export interface MemberExpr extends Node<'member'> {
  readonly element: Expr
  readonly of: Expr
}
/** Two sets of one sort: `subset` is bool (equality included), the others are sets. */
export interface SetExpr extends Node<'setOperation'> {
  readonly operator: 'union' | 'intersection' | 'difference' | 'subset'
  readonly left: Expr
  readonly right: Expr
}
export interface NthExpr extends Node<'nth'> {
  readonly sequence: Expr
  readonly index: Expr
}
/** Two sequences; this node's sort has the bound. */
export interface ConcatExpr extends Node<'concat'> {
  readonly left: Expr
  readonly right: Expr
}
export interface SliceExpr extends Node<'slice'> {
  readonly sequence: Expr
  readonly from: Expr
  readonly to: Expr
}
/** The sequence with another element at this position. */
export interface WithNthExpr extends Node<'withNth'> {
  readonly sequence: Expr
  readonly index: Expr
  readonly value: Expr
}
/** The bag with one more, or one less, of the element. */
export interface BagChangeExpr extends Node<'bagChange'> {
  readonly change: 'add' | 'remove'
  readonly bag: Expr
  readonly element: Expr
}
export interface OccurrencesExpr extends Node<'occurrences'> {
  readonly bag: Expr
  readonly element: Expr
}
/** The number of an index in its order, from 0. */
export interface OrdinalExpr extends Node<'ordinal'> {
  readonly index: Expr
}
/** The index with this number. */
export interface IndexOfExpr extends Node<'indexOf'> {
  readonly ordinal: Expr
}
/** The neighbour on the ring: `by` is 1 or -1, and the ends meet. */
export interface NeighbourExpr extends Node<'neighbour'> {
  readonly index: Expr
  readonly by: 1 | -1
}

export type Expr =
  | Literal
  | VariableExpr
  | LocalExpr
  | BoundExpr
  | SelfExpr
  | CurrentExpr
  | ThreadExpr
  | AtExpr
  | TerminatedExpr
  | DefinitionExpr
  | AfterExpr
  | UnaryExpr
  | BinaryExpr
  | ConditionalExpr
  | QuantifierExpr
  | ImageExpr
  | FoldExpr
  | LetExpr
  | ConvertExpr
  | NoneExpr
  | SomeExpr
  | IsSomeExpr
  | UnwrapExpr
  | RecordExpr
  | FieldExpr
  | WithFieldExpr
  | VariantExpr
  | IsTagExpr
  | MatchExpr
  | ArrayExpr
  | TableExpr
  | ElementExpr
  | WithElementExpr
  | CollectionExpr
  | SizeExpr
  | MemberExpr
  | SetExpr
  | NthExpr
  | ConcatExpr
  | SliceExpr
  | WithNthExpr
  | BagChangeExpr
  | OccurrencesExpr
  | OrdinalExpr
  | IndexOfExpr
  | NeighbourExpr

export type ExprOf<K extends Expr['kind']> = Extract<Expr, { kind: K }>
