/** What can be said of a model only when all of it is declared. */

import { Contexts } from './context.ts'
import { endRules } from './end-rules.ts'
import { holdsAny } from './holding.ts'
import type { Expr, Masks, Property, VariableId } from './ir.ts'
import { ProcessHandle, type InstanceSort } from './process.ts'
import { requireSession, type Asked, type Session } from './session.ts'
import { here } from './site.ts'
import { bool } from './sort.ts'
import { current } from './step.ts'
import type { StepRules } from './step-rules.ts'
import { or, type BoolTerm } from './terms/bool.ts'
import { refer } from './terms/registry.ts'
import type { TouchRules } from './touch.ts'

/** What a body asks for before it is known. */
const notYet: Expr = { kind: 'literal', sort: bool, site: here(), value: false }

/** Whether the executing process must not sleep: it holds a spinning lock, has interrupts off, is in one. */
export function inAtomic(): BoolTerm {
  return asked('inAtomic', 'in_atomic()')
}

/** Whether the executing process is in an interrupt: `in_hardirq()`, or `in_serving_softirq()`. */
export function inInterrupt(): BoolTerm {
  return asked('inInterrupt', 'in_interrupt()')
}

/** Whether no hardirq comes to the CPU of the executing process: `irqs_disabled()`. */
export function irqsDisabled(): BoolTerm {
  return asked('irqsDisabled', 'irqs_disabled()')
}

/**
 * Whether the executing process holds a lock, marks apart: `lockdep_depth(current) > 0`. It reads every lock of the model: a guard that
 * asks would need them all.
 */
export function holdsLock(): BoolTerm {
  return asked('holdsLock', 'lockdep_depth(current)')
}

function asked(what: Asked, name: string): BoolTerm {
  const { asked } = requireSession(`'${name}'`)
  asked[what] ??= { kind: 'definition', sort: bool, site: here(), name, body: notYet }
  return refer(asked[what], bool)
}

/** What the finished model has besides what was declared. */
export interface Completion {
  /** Of each process: where it can run. */
  readonly runs: readonly (Expr | null)[]
  readonly masks: Masks
  readonly rules: readonly Property[]
  readonly steps: StepRules
}

/** Completes what was declared in the session. */
export function complete(session: Session): Completion {
  const handles = session.processes.map(({ name, sort, id }) => {
    // A process is declared with nothing else.
    return new ProcessHandle(name, sort as InstanceSort, id, new Set())
  })
  const contexts = new Contexts(session, handles)
  const { atomic, interrupt } = contexts
  const masks: Masks = { hardirq: contexts.masks('hardirq'), softirq: contexts.masks('softirq') }
  const holdsLock = session.asked.holdsLock === null ? null : anyLock(session)
  // A model need not ask, nor use what it has asked.
  for (const each of [atomic, interrupt, holdsLock]) if (each !== null) session.reached.add(each)
  const { hardirq: irqsDisabled } = masks
  answer(session, { inAtomic: atomic, inInterrupt: interrupt, irqsDisabled, holdsLock })
  return {
    runs: contexts.runs,
    masks,
    rules: endRules(session, handles),
    steps: { atomic, interrupt, touch: touchRules(session) },
  }
}

/** Whether the executing process holds any. */
function anyLock({ locks }: Session): Expr {
  const taken = locks.filter(({ kind }) => kind !== 'mark')
  return or(...taken.map((lock) => holdsAny(lock, current(), lock.site))).expr
}

/** Each node that bodies were given is made what it stands for; null: it is never true. */
function answer({ asked }: Session, answers: Readonly<Record<Asked, Expr | null>>): void {
  for (const [what, node] of Object.entries(asked)) {
    // The keys of a record.
    if (node !== null) Object.assign(node, { body: answers[what as Asked] ?? notYet })
  }
}

/** Objects are watched in what the model does: not in what it is asked, and not in ghosts. */
function touchRules({ facts, asked, variables }: Session): TouchRules {
  const exempt = new Set(Object.values(asked).filter((each) => each !== null))
  const isGhost = (variable: VariableId) => variables[variable]?.ghost === true
  return { lifetimes: facts.lifetimes, exempt, isGhost }
}
