/** The model that is being built: what was built so far, and which numbers are taken. One at a time. */

import { noFacts, type Facts } from './facts.ts'
import type { Draft } from './draft.ts'
import type {
  Action,
  BoundId,
  Condition,
  DefinitionExpr,
  Expr,
  Fairness,
  Formula,
  Local,
  LocalId,
  Lock,
  LockOrder,
  ProcedureId,
  Process,
  Property,
  Sort,
  TemporalProperty,
  Variable,
} from './ir.ts'
import { mistaken } from './mistake.ts'
import type { DeclareState } from './primitive.ts'
import type { Processor } from './processor.ts'
import { deeply, here, type Site } from './site.ts'

/** Something of the author's that must turn up in the finished model. */
export interface Built {
  /** What the author wrote to build it. */
  readonly what: string
  readonly site: Site
}

/** A formula that must turn up in the finished model. */
export interface BuiltFormula {
  readonly formula: Formula
  /** What the author wrote to build it. */
  readonly what: string
}

/** A temporal property, and what it may contain. */
type BuiltTemporal = TemporalProperty & {
  /** Whether it may count steps. */
  readonly allowsNext: boolean
}

/** Something that the author declared under a name. */
export interface Named {
  readonly name: string
  readonly site: Site
}

/** A process whose body was run, and not yet made into the IR's. */
type BuiltProcess = Omit<Process, 'body' | 'runs'> & {
  readonly drafts: readonly Draft[]
  readonly on: Processor | null
}

/** A procedure whose body was run, and not yet made into the IR's. */
export interface BuiltProcedure {
  readonly id: ProcedureId
  readonly name: string
  readonly parameters: readonly Local[]
  readonly returns: Sort | null
  readonly drafts: readonly Draft[]
  readonly site: Site
}

/** A procedure whose body is running: what `ret` in it must give. */
interface RunningProcedure {
  readonly source: object
  readonly name: string
  readonly returns: Sort | null
}

/** What is asked of a model besides what its author says. */
export interface BuildOptions {
  /** Whether data races are faults; each access of C is then two steps. */
  readonly races?: boolean
}

/** Whether the executing process must not sleep, is in an interrupt, is not interrupted by a hardirq, holds a lock. */
export type Asked = 'inAtomic' | 'inInterrupt' | 'irqsDisabled' | 'holdsLock'

/** What was built and declared for one model so far. */
export class Session {
  readonly variables: Variable[] = []
  readonly definitions: Named[] = []
  readonly processes: BuiltProcess[] = []
  readonly actions: Action[] = []
  readonly properties: Property[] = []
  readonly temporal: BuiltTemporal[] = []
  readonly fairness: Fairness[] = []
  readonly initially: Condition[] = []
  readonly ends: Condition[] = []
  readonly constraints: Condition[] = []
  readonly locks: Lock[] = []
  readonly lockOrders: LockOrder[] = []
  /** What primitives have told of themselves. */
  readonly facts: Facts = noFacts()
  /** What the primitives of the model share, by what it was made of. */
  readonly shared = new Map<object, unknown>()
  /** What bodies ask of the executing process that is known only in the end. */
  readonly asked: Record<Asked, DefinitionExpr | null> = {
    inAtomic: null,
    inInterrupt: null,
    irqsDisabled: null,
    holdsLock: null,
  }
  /** Whether accesses of C are watched for data races. */
  readonly races: boolean
  /** Declares a variable of the model, once there is somebody to do it. */
  declareState: DeclareState | null = null

  constructor({ races = false }: BuildOptions) {
    this.races = races
  }
  /** What each procedure was built into in this model. */
  readonly procedures = new Map<object, BuiltProcedure>()
  /** The same in order of their numbers. */
  readonly built: BuiltProcedure[] = []
  /** The procedures whose bodies are running, the innermost last. */
  readonly running: RunningProcedure[] = []
  /** Terms that were built, in order; the finished model must reach each. */
  readonly terms: Expr[] = []
  /** Terms that count as reached: places that were written, terms that are unused on purpose. */
  readonly reached = new Set<Expr>()
  /** The same for formulas. */
  readonly formulas: BuiltFormula[] = []
  readonly reachedFormulas = new Set<Formula>()
  /** Statements and effects that were built, and not yet used by a body. */
  readonly loose = new Set<Built>()
  /** Those that are unused on purpose. */
  readonly dropped = new Set<Built>()
  /** What the author calls each local. */
  readonly localNames = new Map<LocalId, string>()
  /** What the author calls each bound name. */
  readonly boundNames = new Map<BoundId, string>()

  /** What to call to forget the terms and formulas that are built from here on: where they are built again in another way. */
  mark(): () => void {
    const [terms, formulas] = [this.terms.length, this.formulas.length]
    return () => {
      this.terms.length = terms
      this.formulas.length = formulas
    }
  }

  nextLocal(name: string): LocalId {
    // The only place where local ids are made.
    const id = this.localNames.size as LocalId
    this.localNames.set(id, name)
    return id
  }

  nextBound(name: string): BoundId {
    // The only place where bound ids are made.
    const id = this.boundNames.size as BoundId
    this.boundNames.set(id, name)
    return id
  }
}

let active: Session | null = null

/** The session of the model that is being built, or null outside of one. */
export function session(): Session | null {
  return active
}

/** The same where there must be one; `what` was attempted. */
export function requireSession(what: string): Session {
  if (active !== null) return active
  return mistaken(
    here(),
    `${what} outside of a model`,
    "Use it inside the function given to 'model'",
  )
}

/** Whether data races are looked for in the model that is being built. */
export function lookingForRaces(): boolean {
  return requireSession('a variable of C').races
}

/** Runs `build` with a new session. */
export function withSession<T>(options: BuildOptions, build: (session: Session) => T): T {
  const outer = active
  const own = new Session(options)
  active = own
  try {
    return deeply(() => build(own))
  } finally {
    active = outer
  }
}
