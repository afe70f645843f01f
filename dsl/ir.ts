/** The model as plain data: what the author's surface ends in, and all that a checker knows. Its meaning is in `semantics.md`. */

import type { Site } from './site.ts'

declare const brand: unique symbol
type Id<Name extends string> = number & { readonly [brand]: Name }

/** Position in `Model.variables`. */
export type VariableId = Id<'variable'>
/** Unique in the model; a local belongs to one block of one body. */
export type LocalId = Id<'local'>
/** Unique in the model; a name bound by a quantifier, `let`, `pick`, a match or an action's parameter. */
export type BoundId = Id<'bound'>
/** Position in `Model.procedures`. */
export type ProcedureId = Id<'procedure'>
/** Position in `Model.processes`. */
export type ProcessId = Id<'process'>
/** Numbers the statements of one body (of a process or a procedure) in the order of the text, from 0. */
export type Ordinal = Id<'ordinal'>

export type Sort =
  | { readonly kind: 'bool' }
  | { readonly kind: 'int'; readonly min: number; readonly max: number }
  | { readonly kind: 'enum'; readonly values: readonly string[] }
  | { readonly kind: 'identity'; readonly name: string; readonly size: number }
  | { readonly kind: 'index'; readonly name: string; readonly size: number }
  | { readonly kind: 'thread' }
  | { readonly kind: 'optional'; readonly of: Sort }
  | { readonly kind: 'record'; readonly fields: readonly Field[] }
  | { readonly kind: 'variant'; readonly cases: readonly Case[] }
  | { readonly kind: 'array'; readonly index: Sort; readonly element: Sort }
  | { readonly kind: 'set'; readonly of: Sort }
  | { readonly kind: 'sequence'; readonly of: Sort; readonly bound: number }
  | { readonly kind: 'bag'; readonly of: Sort; readonly bound: number }

export type SortOf<K extends Sort['kind']> = Extract<Sort, { kind: K }>

export interface Field {
  readonly name: string
  readonly sort: Sort
}

/** One case of a variant; `sort` is null for a case without payload. */
export interface Case {
  readonly tag: string
  readonly sort: Sort | null
}

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
  readonly cases: readonly { readonly tag: string; readonly binder: Binder | null; readonly body: Expr }[]
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

/** Where a write goes: a variable or local, or a part of it. `sort` is the sort of the part. */
export interface Place {
  readonly root:
    | { readonly kind: 'variable'; readonly variable: VariableId }
    | { readonly kind: 'local'; readonly local: LocalId }
  readonly path: readonly Selector[]
  readonly sort: Sort
}

export type Selector =
  | { readonly kind: 'element'; readonly index: Expr }
  | { readonly kind: 'field'; readonly field: string }

export type Effect =
  | { readonly kind: 'assign'; readonly place: Place; readonly value: Expr; readonly access: Access; readonly site: Site }
  | {
      readonly kind: 'when'
      readonly test: Expr
      readonly then: readonly Effect[]
      readonly otherwise: readonly Effect[]
      readonly site: Site
    }
  | {
      readonly kind: 'forEach'
      readonly binder: Binder
      readonly domain: Domain
      /** Contains no `pick`. */
      readonly body: readonly Effect[]
      readonly site: Site
    }
  | {
      readonly kind: 'pick'
      readonly binder: Binder
      /** Not the elements of a sequence. */
      readonly domain: Domain
      /** Sees the binder; null: every element passes. */
      readonly filter: Expr | null
      readonly site: Site
    }
  | { readonly kind: 'assert'; readonly test: Expr; readonly message: string; readonly site: Site }
  | { readonly kind: 'fail'; readonly message: string; readonly site: Site }

export type EffectOf<K extends Effect['kind']> = Extract<Effect, { kind: K }>

/** What a blocked step waits for, and who could grant it. Expressions are evaluated in the state where it is blocked. */
export type Wait =
  | { readonly kind: 'lock'; readonly lock: string; readonly holders: Expr }
  | { readonly kind: 'event'; readonly event: string; readonly by: Expr | null }
  | { readonly kind: 'any'; readonly of: readonly Wait[] }

interface StatementNode<Kind extends string> {
  readonly kind: Kind
  readonly ordinal: Ordinal
  readonly site: Site
}

export interface StepStatement extends StatementNode<'step'> {
  /** The primitive or kernel function, as a trace shows it. */
  readonly name: string
  readonly guard: Expr | null
  readonly effects: readonly Effect[]
  readonly wait: Wait | null
}
export interface ComputeStatement extends StatementNode<'compute'> {
  readonly effects: readonly Effect[]
}
export interface LabelStatement extends StatementNode<'label'> {
  readonly label: string
}
export interface WhenStatement extends StatementNode<'when'> {
  readonly test: Expr
  readonly step: boolean
  readonly then: Block
  readonly otherwise: Block
}
export interface LoopStatement extends StatementNode<'loop'> {
  readonly body: Block
}
export interface UntilStatement extends StatementNode<'until'> {
  readonly test: Expr
  readonly step: boolean
  readonly body: Block
}
export type LeaveStatement = StatementNode<'leave'>
export type AgainStatement = StatementNode<'again'>
export interface EitherStatement extends StatementNode<'either'> {
  readonly branches: readonly Block[]
}
export interface CallStatement extends StatementNode<'call'> {
  readonly procedure: ProcedureId
  /** One for each parameter, already of its sort. */
  readonly arguments: readonly Expr[]
  readonly step: boolean
  /** A local of the block that holds the call. */
  readonly result: LocalId | null
}
export interface ReturnStatement extends StatementNode<'return'> {
  readonly value: Expr | null
  readonly step: boolean
}
export interface AtomicStatement extends StatementNode<'atomic'> {
  readonly name: string
  readonly body: Block
}

export type Statement =
  | StepStatement
  | ComputeStatement
  | LabelStatement
  | WhenStatement
  | LoopStatement
  | UntilStatement
  | LeaveStatement
  | AgainStatement
  | EitherStatement
  | CallStatement
  | ReturnStatement
  | AtomicStatement

export type StatementOf<K extends Statement['kind']> = Extract<Statement, { kind: K }>

/** Statements in order, and the locals that die when control leaves them. */
export interface Block {
  readonly locals: readonly Local[]
  readonly statements: readonly Statement[]
}

export interface Local {
  readonly local: LocalId
  readonly name: string
  readonly sort: Sort
}

export interface Procedure {
  readonly id: ProcedureId
  readonly name: string
  /** The first locals of the body's outermost block, in order. */
  readonly parameters: readonly Local[]
  readonly returns: Sort | null
  readonly body: Block
  readonly site: Site
}

export interface Process {
  readonly id: ProcessId
  readonly name: string
  /** One instance for each value. */
  readonly sort: Sort
  /** A daemon need not terminate: blocked, it is at a legitimate end. */
  readonly daemon: boolean
  readonly body: Block
  readonly site: Site
}

export interface Action {
  readonly name: string
  readonly parameters: readonly Binder[]
  readonly guard: Expr | null
  readonly effects: readonly Effect[]
  readonly site: Site
}

export interface Variable {
  readonly id: VariableId
  readonly name: string
  readonly sort: Sort
  /** A ghost is written by steps and read only by properties and by writes to ghosts. */
  readonly ghost: boolean
  readonly initial: Initial
  readonly site: Site
}

/** `value` and `set` read no variables. */
export type Initial =
  | { readonly kind: 'value'; readonly value: Expr }
  | { readonly kind: 'any' }
  | { readonly kind: 'anyOf'; readonly set: Expr }

/** A step property's `after` nodes read the state after the step. */
export interface Property {
  readonly kind: 'always' | 'never' | 'reachable' | 'step'
  readonly name: string
  readonly expr: Expr
  readonly site: Site
}

/** A named condition: on initial states, on legitimate ends, on the states that are expanded. */
export interface Condition {
  readonly name: string
  readonly expr: Expr
  readonly site: Site
}

/** A lock, for reports: who holds it. `holders` is an optional thread or a set of threads. */
export interface Lock {
  readonly name: string
  readonly lockClass: string
  readonly holders: Expr
  readonly site: Site
}

/** A declared parameter and the value with which the model was built. */
export interface Parameter {
  readonly name: string
  readonly sort: SortOf<'bool' | 'int' | 'enum'>
  readonly initial: boolean | number | string
  readonly value: boolean | number | string
}

export interface Model {
  readonly name: string
  readonly parameters: readonly Parameter[]
  readonly variables: readonly Variable[]
  readonly procedures: readonly Procedure[]
  readonly processes: readonly Process[]
  readonly actions: readonly Action[]
  readonly initially: readonly Condition[]
  readonly properties: readonly Property[]
  readonly ends: readonly Condition[]
  readonly constraints: readonly Condition[]
  readonly locks: readonly Lock[]
  readonly site: Site
}
