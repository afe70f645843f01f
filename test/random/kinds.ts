/** Every kind of thing that a model is made of. A kind that the IR gains and these tables lack is an error of the compiler. */

import type {
  BagChangeExpr,
  BinaryOperator,
  Domain,
  Effect,
  Expr,
  Formula,
  Initial,
  Place,
  Property,
  QuantifierExpr,
  Selector,
  SetExpr,
  Sort,
  Statement,
  StepStatement,
  Strength,
  UnaryOperator,
  Wait,
} from '../../dsl/ir.ts'

/** A table of all of these. */
export type Kinds<K extends string> = Readonly<Record<K, true>>

const sorts: Kinds<Sort['kind']> = {
  bool: true,
  int: true,
  enum: true,
  identity: true,
  index: true,
  thread: true,
  optional: true,
  record: true,
  variant: true,
  array: true,
  set: true,
  sequence: true,
  bag: true,
}

const expressions: Kinds<Expr['kind']> = {
  literal: true,
  variable: true,
  local: true,
  bound: true,
  self: true,
  current: true,
  thread: true,
  at: true,
  terminated: true,
  definition: true,
  after: true,
  unary: true,
  binary: true,
  conditional: true,
  quantifier: true,
  image: true,
  fold: true,
  let: true,
  convert: true,
  none: true,
  some: true,
  isSome: true,
  unwrap: true,
  record: true,
  field: true,
  withField: true,
  variant: true,
  isTag: true,
  match: true,
  array: true,
  table: true,
  element: true,
  withElement: true,
  collection: true,
  size: true,
  member: true,
  setOperation: true,
  nth: true,
  concat: true,
  slice: true,
  withNth: true,
  bagChange: true,
  occurrences: true,
  ordinal: true,
  indexOf: true,
  neighbour: true,
}

const operators: Kinds<UnaryOperator | BinaryOperator> = {
  not: true,
  negate: true,
  and: true,
  or: true,
  implies: true,
  iff: true,
  eq: true,
  ne: true,
  lt: true,
  le: true,
  gt: true,
  ge: true,
  plus: true,
  minus: true,
  times: true,
  div: true,
  mod: true,
  min: true,
  max: true,
}

const quantifiers: Kinds<QuantifierExpr['quantifier']> = {
  all: true,
  some: true,
  one: true,
  count: true,
  the: true,
  filter: true,
}

const setOperators: Kinds<SetExpr['operator']> = {
  union: true,
  intersection: true,
  difference: true,
  subset: true,
}

const bagChanges: Kinds<BagChangeExpr['change']> = { add: true, remove: true }

const domains: Kinds<Domain['kind']> = { sort: true, elements: true }

const effects: Kinds<Effect['kind']> = {
  assign: true,
  when: true,
  forEach: true,
  pick: true,
  assert: true,
  fail: true,
}

const selectors: Kinds<Selector['kind']> = { element: true, field: true }

const roots: Kinds<Place['root']['kind']> = { variable: true, local: true }

const statements: Kinds<Statement['kind']> = {
  step: true,
  compute: true,
  label: true,
  when: true,
  loop: true,
  until: true,
  leave: true,
  again: true,
  either: true,
  call: true,
  return: true,
  atomic: true,
}

/** Those that take a step or none, by what they read. */
const flagged: Kinds<Extract<Statement, { readonly step: boolean }>['kind']> = {
  when: true,
  until: true,
  call: true,
  return: true,
}

const waits: Kinds<Wait['kind']> = { lock: true, event: true, any: true }

const initials: Kinds<Initial['kind']> = { value: true, any: true, anyOf: true }

const properties: Kinds<Property['kind']> = {
  always: true,
  never: true,
  reachable: true,
  initial: true,
  step: true,
  rule: true,
}

const formulas: Kinds<Formula['kind']> = {
  state: true,
  step: true,
  not: true,
  and: true,
  or: true,
  implies: true,
  always: true,
  eventually: true,
  next: true,
  until: true,
  weakUntil: true,
  release: true,
  leadsTo: true,
}

const ofProcesses: Kinds<Strength | 'null'> = { weak: true, strong: true, null: true }

const ofSteps: Kinds<NonNullable<StepStatement['fairness']>> = { strong: true, none: true }

const ofBranches: Kinds<Strength | 'none' | 'null'> = {
  weak: true,
  strong: true,
  none: true,
  null: true,
}

const declared: Kinds<`${Strength} ${'label' | 'actions' | 'each'}`> = {
  'weak label': true,
  'strong label': true,
  'weak actions': true,
  'strong actions': true,
  'weak each': true,
  'strong each': true,
}

/** By what it is of, every kind that some random model has to have. */
export const staticKinds = {
  sort: sorts,
  expression: expressions,
  operator: operators,
  quantifier: quantifiers,
  'set operator': setOperators,
  'bag change': bagChanges,
  domain: domains,
  effect: effects,
  selector: selectors,
  root: roots,
  statement: statements,
  'with a step': flagged,
  'without a step': flagged,
  wait: waits,
  initial: initials,
  property: properties,
  formula: formulas,
  'fairness of a process': ofProcesses,
  'fairness of a step': ofSteps,
  'fairness of a branch': ofBranches,
  'declared fairness': declared,
} as const
