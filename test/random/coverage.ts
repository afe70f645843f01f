/** What the random models had in them, and what came of them: a comparison of what never occurs is worth nothing. */

import type { Verdict } from '../../checker/verdict.ts'
import type { DecodedState } from '../../checker/system.ts'
import type { Model, Procedure, Process, Statement } from '../../dsl/ir.ts'
import type { RecordedOutcome, Recording, Visit } from './record.ts'
import { staticKinds } from './kinds.ts'
import { dynamicKinds } from './situations.ts'
import type { Situation } from './situations.ts'
import { isEffect, isExpr, isFormula, isPart, isStatement, walk } from './walk.ts'
import type { Part } from './walk.ts'
import { widthKinds, widths } from './widths.ts'

const allKinds = { ...staticKinds, ...dynamicKinds, ...widthKinds } as const

type Topic = keyof typeof allKinds

export class Coverage {
  readonly #counts = new Map<string, number>()
  models = 0
  states = 0
  outcomes = 0

  /** How often each kind occurred, as `topic: kind`. */
  get counts(): ReadonlyMap<string, number> {
    return this.#counts
  }

  /** What has never occurred. */
  missing(): readonly string[] {
    const wanted = Object.entries(allKinds).flatMap(([topic, kinds]) =>
      Object.keys(kinds).map((kind) => `${topic}: ${kind}`),
    )
    return wanted.filter((each) => !this.#counts.has(each))
  }

  ofModel(model: Model): void {
    this.models += 1
    const places = new Map<unknown, number>()
    walk(model, (part) => {
      this.#ofPart(part)
      if (isExpr(part)) places.set(part, (places.get(part) ?? 0) + 1)
    })
    if ([...places.values()].some((count) => count > 1)) this.#situation('a node in several places')
    for (const body of model.procedures) this.#ofBody(body)
    for (const body of model.processes) this.#ofBody(body)
    this.#ofFairness(model)
    for (const [topic, kind] of widths(model)) this.#note(topic, kind)
  }

  ofVerdict(verdict: Verdict): void {
    this.#note('verdict', verdict.kind)
    // That one is of a property, and no outcome.
    if (verdict.kind === 'fault' && verdict.fault === 'rule') this.#note('fault', 'rule')
  }

  ofRecording(model: Model, { initial, levels }: Recording): void {
    if (initial.length === 0) this.#situation('no initial state')
    if (levels[0] !== undefined && levels[0].length > 1) this.#situation('several initial states')
    for (const outcome of initial) {
      if (outcome.kind === 'assertion') this.#situation('a failed assertion at the beginning')
      if (outcome.kind !== 'fault') continue
      this.#situation('a fault at the beginning')
      this.#note('fault', outcome.fault.kind)
    }
    const known = knowledge(model)
    for (const visit of levels.flat()) this.#ofVisit(visit, known)
  }

  #ofPart(part: Part): void {
    const kind = String(part['kind'])
    if (isExpr(part)) {
      this.#note('expression', kind)
      this.#note('sort', part.sort.kind)
      if (part.kind === 'unary' || part.kind === 'binary') this.#note('operator', part.operator)
      if (part.kind === 'setOperation') this.#note('set operator', part.operator)
      if (part.kind === 'bagChange') this.#note('bag change', part.change)
      if (part.kind === 'quantifier') this.#note('quantifier', part.quantifier)
    } else if (isStatement(part)) {
      this.#note('statement', kind)
      if ('step' in part) this.#note(part.step ? 'with a step' : 'without a step', kind)
      this.#ofSaid(part)
    } else if (isEffect(part)) {
      this.#note('effect', kind)
    } else if ('ghost' in part && isPart(part['initial'])) {
      this.#note('initial', String(part['initial']['kind']))
    } else if (isFormula(part)) {
      this.#note('formula', kind)
    } else if ('expr' in part && 'kind' in part) {
      this.#note('property', kind)
    } else if (isPart(part['root'])) {
      this.#note('root', String(part['root']['kind']))
    } else if (kind === 'lock' || kind === 'event' || kind === 'any') {
      if (kind !== 'any' || 'of' in part) this.#note('wait', kind)
    } else if ((kind === 'element' && 'index' in part) || (kind === 'field' && 'field' in part)) {
      this.#note('selector', kind)
    } else if ((kind === 'sort' && 'sort' in part) || (kind === 'elements' && 'of' in part)) {
      this.#note('domain', kind)
    }
  }

  #ofFairness({ processes, fairness }: Model): void {
    for (const each of processes) this.#note('fairness of a process', String(each.fairness))
    for (const { strength, steps } of fairness) {
      const of = steps.kind === 'label' ? 'label' : steps.each ? 'each' : 'actions'
      this.#note('declared fairness', `${strength} ${of}`)
    }
  }

  #ofSaid(statement: Statement): void {
    if (statement.kind === 'step' && statement.fairness !== undefined) {
      this.#note('fairness of a step', statement.fairness)
    }
    if (statement.kind !== 'either') return
    for (const says of statement.branchFairness ?? []) {
      this.#note('fairness of a branch', String(says))
    }
  }

  #ofBody(body: Procedure | Process): void {
    const within = (statement: Statement, kind: Statement['kind']): boolean => {
      let found = false
      walk(Object.values(statement), (part) => {
        if (isStatement(part) && part.kind === kind) found = true
      })
      return found
    }
    walk(body, (part) => {
      if (!isStatement(part)) return
      if (part.kind === 'call' && 'parameters' in body) this.#situation('a call from a procedure')
      if (part.kind === 'when' && within(part, 'return')) this.#situation('a return out of a when')
      if (part.kind === 'either' && within(part, 'either'))
        this.#situation('an either in an either')
    })
  }

  #ofVisit({ state, settled, answers, outcomes }: Visit, known: Known): void {
    this.states += 1
    // A key is the text of a decoded state.
    const { processes } = JSON.parse(state) as DecodedState
    this.#ofAnswers(answers, known)
    if (settled && processes.some(({ at }) => at !== null)) this.#situation('a settled daemon')
    for (const { at, labels, process, locals } of processes) {
      if ((at?.split('@').length ?? 0) > 2) {
        this.#situation('a rest in a procedure that a procedure called')
      }
      if (at === null && labels.length > 0) this.#situation('a label of a terminated process')
      const place = `${process} ${at}`
      const live = locals.map(({ name }) => name).join()
      if ((known.live.get(place) ?? live) !== live) {
        this.#situation('a local that is live on one way only')
      }
      known.live.set(place, live)
    }
    if (outcomes === null) return
    const blocked = processes.some(
      ({ at }, thread) =>
        known.atomics.has(statementOf(at)) && outcomes.every((each) => each.thread !== thread),
    )
    if (blocked) this.#situation('an atomic that blocks')
    const [from, to] = known.ends
    if (!settled && outcomes.length === 0 && answers.slice(from, to).includes(true)) {
      this.#situation('a legitimate end')
    }
    for (const outcome of outcomes) this.#ofOutcome(outcome, state, known)
  }

  #ofAnswers(answers: Visit['answers'], { ends: [from, to] }: Known): void {
    for (const [position, answer] of answers.entries()) {
      if (typeof answer === 'boolean') {
        if (position >= to && !answer) this.#situation('a state outside of a constraint')
      } else if (position < from) this.#note('fault of a property', answer.kind)
      else this.#situation('a fault of an end or a constraint')
    }
  }

  #ofOutcome(outcome: RecordedOutcome, before: string, known: Known): void {
    this.outcomes += 1
    const { step, result, choices, thread, ofState, answers } = outcome
    if (result.kind === 'fault') {
      const { kind, site } = result.fault
      this.#note('fault', kind)
      if (ofState) this.#note('fault of a guard', kind)
      if (kind === 'conflict' && known.repeated.has(site)) {
        this.#situation('a conflict in a forEach')
      }
    }
    if (answers.some((answer) => typeof answer !== 'boolean')) {
      this.#situation('a fault of a step property')
    }
    if (result.kind === 'state' && result.state === before) {
      this.#situation('a step that changes nothing')
    }
    for (const { name } of choices) {
      if (name === 'either') this.#situation('a choice of a branch in an atomic')
      else if (thread === null) this.#situation('a parameter of an action')
      else this.#situation('a choice of a pick')
      if (name !== 'either' && known.atomics.has(statementOf(step.id))) {
        this.#situation('a choice of a pick in an atomic')
      }
    }
  }

  #situation(situation: Situation): void {
    this.#note('situation', situation)
  }

  #note(topic: Topic, kind: string): void {
    const key = `${topic}: ${kind}`
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1)
  }
}

/** What is looked up again and again while the recording of one model is read. */
interface Known {
  /** By body and number. */
  readonly atomics: ReadonlySet<string>
  /** The sites of what is in a `forEach`. */
  readonly repeated: ReadonlySet<unknown>
  /** Among the answers to predicates, those of the end conditions. */
  readonly ends: readonly [from: number, to: number]
  /** The locals that were live where a process rested, when it was last seen there. */
  readonly live: Map<string, string>
}

function knowledge(model: Model): Known {
  const { processes, procedures, properties, ends } = model
  const atomics = new Set<string>()
  for (const { name, body } of [...processes, ...procedures]) {
    walk(body, (part) => {
      if (isStatement(part) && part.kind === 'atomic') atomics.add(`${name}#${part.ordinal}`)
    })
  }
  const repeated = new Set<unknown>()
  walk(model, (part) => {
    if (!isEffect(part) || part.kind !== 'forEach') return
    walk(part.body, (inner) => repeated.add(inner['site']))
  })
  const from = properties.filter(({ kind }) => kind !== 'step').length
  return { atomics, repeated, ends: [from, from + ends.length], live: new Map() }
}

/** The body and number of the statement: the last part of its identity. */
function statementOf(at: string | null): string {
  const [, body, number] = /([^/@#]+)(?:@\d+)?#(\d+)$/.exec(at ?? '') ?? []
  return `${body}#${number}`
}
