/** The language: everything that a model's or a spec's author imports. */

// A model and what it declares.

export { model, type AnyTemplate, type ModelTemplate } from './model.ts'
export type { Declarations, ParameterDeclaration, ParameterValue, ValuesOf } from './parameter.ts'
export { ModelBuilder, type ProcessOptions } from './builder.ts'
export type { InstanceTerm, ProcessHandle } from './process.ts'
export { any, type Any } from './initial.ts'
export type { Mapping } from './refinement/mapping.ts'
export { after, changed } from './property.ts'
export {
  always,
  alwaysEventually,
  eventually,
  eventuallyAlways,
  holdsUnless,
  holdsUntil,
  leadsTo,
  next,
  releases,
  taken,
} from './temporal.ts'
export { TemporalTerm, type Claim } from './terms/temporal.ts'
export type { ActionHandle, FairnessOptions, LabelledSteps } from './fairness.ts'
export { AssumptionError, mistaken, ModelError, ParameterError, type Mistake } from './mistake.ts'

// What processes and actions do.

export {
  again,
  atomic,
  either,
  fair,
  forever,
  label,
  leave,
  loop,
  skip,
  until,
  waitUntil,
  when,
} from './control.ts'
export {
  assert,
  choose,
  current,
  fail,
  forEach,
  local,
  pick,
  step,
  type StepOptions,
} from './step.ts'
export { procedure, ret, type Callable } from './procedure.ts'
export type { AnyEffect, AnyStatement, EffectNode, PickNode, StatementNode } from './node.ts'

// Sorts, and the terms of each.

export {
  bag,
  bool,
  identity,
  index,
  int,
  oneOf,
  optional,
  record,
  sequence,
  set,
  thread,
  variant,
  type ArraySort,
  type BagSort,
  type Bool,
  type BoolSort,
  type EnumSort,
  type IdentitySort,
  type IndexSort,
  type Int,
  type IntSort,
  type OneOf,
  type OptionalSort,
  type RecordSort,
  type SequenceSort,
  type SetSort,
  type ThreadSort,
  type VariantSort,
} from './sort.ts'
export { array, fieldsOf, initialTerm, struct, type Family } from './family.ts'
export { individual } from './individual.ts'
export {
  all,
  arrayOf,
  count,
  elementsOf,
  filter,
  fold,
  given,
  image,
  one,
  some,
  the,
  value,
} from './quantify.ts'
export type { ArrayTerm } from './terms/array.ts'
export type { BagTerm } from './terms/bag.ts'
export { and, cond, not, or, type BoolTerm } from './terms/bool.ts'
export type { IntTerm } from './terms/int.ts'
export { just, none, type Just } from './terms/lift.ts'
export type { EnumTerm, IdentityTerm, ThreadTerm } from './terms/names.ts'
export type { OptionalTerm } from './terms/optional.ts'
export type { RecordTerm } from './terms/record.ts'
export { nth, type IndexTerm } from './terms/ring.ts'
export type { SequenceTerm } from './terms/sequence.ts'
export type { SetTerm } from './terms/set.ts'
export type { AnyTerm, Term } from './terms/term.ts'
export type { Input, PlaceOf, TermOf, Test, Writable } from './terms/types.ts'
export type { VariantTerm } from './terms/variant.ts'

// Suites, and what they expect.

export {
  check,
  breaksLiveness,
  breaksLockOrder,
  deadlocks,
  failsAssertion,
  faults,
  holds,
  isIncomplete,
  neverReaches,
  suite,
  violates,
  type Case,
  type CaseOptions,
  type Expectation,
  type Suite,
} from './suite.ts'

// What primitives are made of.

export {
  shared,
  type Declare,
  type DeclaredHolding,
  type DeclaredLock,
  type Primitive,
} from './primitive.ts'
export type { Lifetime, ThreadTest } from './facts.ts'
export type { Processor, Sharer } from './processor.ts'
export { holdsLock, inAtomic, inInterrupt, irqsDisabled } from './complete.ts'
export { readAs, writeAs } from './terms/place.ts'
export { lookingForRaces, type BuildOptions } from './session.ts'
export { here } from './site.ts'
export type { Access, Context, LockId, LockMode, Request, Sort, Strength, Wait } from './ir.ts'
