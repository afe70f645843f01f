/** What a run of some random model has to come to. A kind of fault or verdict that these tables lack is an error of the compiler. */

import type { FaultKind } from '../../checker/system.ts'
import type { Verdict } from '../../checker/verdict.ts'
import type { Kinds } from './kinds.ts'

const faults: Kinds<FaultKind> = {
  range: true,
  index: true,
  bound: true,
  none: true,
  unique: true,
  zero: true,
  absent: true,
  pick: true,
  conflict: true,
  fail: true,
  rule: true,
}

/** Those that an expression can come to, and so a guard or a property. */
const faultsOfValues: Kinds<Exclude<FaultKind, 'pick' | 'conflict' | 'fail' | 'rule'>> = {
  range: true,
  index: true,
  bound: true,
  none: true,
  unique: true,
  zero: true,
  absent: true,
}

/** Nobody interrupts a test. */
const verdicts: Kinds<Exclude<Verdict['kind'], 'interrupted'>> = {
  holds: true,
  fault: true,
  assertion: true,
  violated: true,
  liveness: true,
  deadlock: true,
  'lock order': true,
  'not reached': true,
  incomplete: true,
  'no initial state': true,
}

/** What a run can come to that no single node makes. */
export type Situation =
  | 'a call from a procedure'
  | 'a rest in a procedure that a procedure called'
  | 'a return out of a when'
  | 'an atomic that blocks'
  | 'a choice of a branch in an atomic'
  | 'a choice of a pick'
  | 'a choice of a pick in an atomic'
  | 'a conflict in a forEach'
  | 'a parameter of an action'
  | 'an either in an either'
  | 'a step that changes nothing'
  | 'a fault of a step property'
  | 'a fault of an end or a constraint'
  | 'a fault at the beginning'
  | 'a failed assertion at the beginning'
  | 'several initial states'
  | 'no initial state'
  | 'a legitimate end'
  | 'a state outside of a constraint'
  | 'a settled daemon'
  | 'a local that is live on one way only'
  | 'a label of a terminated process'
  | 'a node in several places'

const situations: Kinds<Situation> = {
  'a call from a procedure': true,
  'a rest in a procedure that a procedure called': true,
  'a return out of a when': true,
  'an atomic that blocks': true,
  'a choice of a branch in an atomic': true,
  'a choice of a pick': true,
  'a choice of a pick in an atomic': true,
  'a conflict in a forEach': true,
  'a parameter of an action': true,
  'an either in an either': true,
  'a step that changes nothing': true,
  'a fault of a step property': true,
  'a fault of an end or a constraint': true,
  'a fault at the beginning': true,
  'a failed assertion at the beginning': true,
  'several initial states': true,
  'no initial state': true,
  'a legitimate end': true,
  'a state outside of a constraint': true,
  'a settled daemon': true,
  'a local that is live on one way only': true,
  'a label of a terminated process': true,
  'a node in several places': true,
}

/** By what it is of, every kind of thing that some run has to come to. */
export const dynamicKinds = {
  fault: faults,
  'fault of a guard': faultsOfValues,
  'fault of a property': faultsOfValues,
  verdict: verdicts,
  situation: situations,
} as const
