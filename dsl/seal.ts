/** From the drafts of a body to the IR's blocks: numbers the statements, gives each block its locals, decides what takes a step. */

import type { Block, Effect, Expr, Local, Ordinal, Place, Statement } from './ir.ts'
import type { Binding, Draft } from './draft.ts'
import type { Site } from './site.ts'
import { noTouchIn, ruled, ruledEffects, ruledTest, type StepRules } from './step-rules.ts'
import { allEffectExpressions, readsShared } from './walk.ts'

interface BodyContext {
  readonly rules: StepRules
  readonly parameters: readonly Local[]
}

/** The body's outermost block. */
export function seal(drafts: readonly Draft[], context: BodyContext): Block {
  const numbering = { next: 0 }
  const block = sealBlock(drafts, context, numbering, false)
  return { locals: [...context.parameters, ...block.locals], statements: block.statements }
}

function sealBlock(
  drafts: readonly Draft[],
  context: BodyContext,
  numbering: { next: number },
  inAtomic: boolean,
): Block {
  const locals: Local[] = []
  const { rules } = context
  const all = drafts.flatMap((draft) => {
    return draft.kind === 'step' && draft.before !== null ? [draft.before, draft] : [draft]
  })
  const statements = all.map((draft) => sealStatement(draft, numbered(), locals))
  return { locals, statements }

  function numbered(): Ordinal {
    // The only place where statements are numbered.
    const ordinal = numbering.next as Ordinal
    numbering.next += 1
    return ordinal
  }

  /** The statement, beside a step that faults where its test does: as the branches of one `either`, to be at one point. */
  function tested(
    { name, test, site }: { readonly name: string; readonly test: Expr; readonly site: Site },
    ordinal: Ordinal,
    make: (at: Ordinal) => Statement,
  ): Statement {
    const fault = ruledTest(test, site, rules)
    if (fault === null) return make(ordinal)
    const step = (guard: Expr | null): Statement => {
      const { effects } = fault
      const head = { ordinal: numbered(), site, name, guard, effects } as const
      return { kind: 'step', ...head, wait: null, requests: [] }
    }
    const block = (statements: readonly Statement[]): Block => ({ locals: [], statements })
    // No way leads on from a fault: control does not come out of a loop.
    const never = (): Statement => {
      const at = numbered()
      return { kind: 'loop', ordinal: at, site, body: block([step(fault.guard)]) }
    }
    // Nobody steps between two steps of an 'atomic', in which only the first can have a guard.
    const branches = inAtomic
      ? [block([step(null), make(numbered())])]
      : [block([never()]), block([make(numbered())])]
    return { kind: 'either', ordinal, site, branches }
  }

  function sealStatement(draft: Draft, ordinal: Ordinal, own: Local[]): Statement {
    const { site } = draft
    const inside = (body: readonly Draft[]) => sealBlock(body, context, numbering, inAtomic)
    switch (draft.kind) {
      case 'effect':
        return alone(draft.name, draft.effect, ordinal, rules)
      case 'local': {
        own.push(draft.binding)
        const initial = binds(draft.binding, draft.initial, site)
        return alone(`${draft.binding.name} =`, initial, ordinal, rules)
      }
      case 'step': {
        const { name, wait, requests, idle, fairness, result } = draft
        const { guard, effects } = ruled(draft, rules)
        const idling = idle ? ({ idle } as const) : {}
        const head = {
          kind: 'step',
          ordinal,
          site,
          name,
          guard,
          wait,
          requests,
          ...idling,
          ...(fairness === null ? {} : { fairness }),
        } as const
        if (result === null) return { ...head, effects }
        own.push(result.binding)
        return { ...head, effects: [...effects, binds(result.binding, result.value, site)] }
      }
      case 'label':
        return { kind: 'label', ordinal, site, label: draft.label }
      case 'when': {
        const { test } = draft
        return tested({ name: 'when', test, site }, ordinal, (at) => ({
          kind: 'when',
          ordinal: at,
          site,
          test,
          step: readsShared(test),
          then: inside(draft.then),
          otherwise: inside(draft.otherwise),
        }))
      }
      case 'loop':
        return { kind: 'loop', ordinal, site, body: inside(draft.body) }
      case 'until': {
        const { test } = draft
        if (ruledTest(test, site, rules) !== null) return testedUntil(draft, ordinal)
        const step = readsShared(test)
        return { kind: 'until', ordinal, site, test, step, body: inside(draft.body) }
      }
      case 'leave':
      case 'again':
        return { kind: draft.kind, ordinal, site }
      case 'either':
        return {
          kind: 'either',
          ordinal,
          site,
          branches: draft.branches.map(inside),
          ...(draft.fairness.every((each) => each === null)
            ? {}
            : { branchFairness: draft.fairness }),
        }
      case 'call': {
        const { procedure, arguments: args, result } = draft
        if (result !== null) own.push(result)
        noTouchIn(args, site, rules)
        const shared = args.some(readsShared)
        return {
          kind: 'call',
          ordinal,
          site,
          procedure,
          arguments: args,
          step: shared,
          result: result?.local ?? null,
        }
      }
      case 'return': {
        const { value } = draft
        if (value === null) return { kind: 'return', ordinal, site, value, step: false }
        const step = readsShared(value)
        return tested({ name: 'ret', test: value, site }, ordinal, (at) => {
          return { kind: 'return', ordinal: at, site, value, step }
        })
      }
      case 'atomic': {
        const body = sealBlock(draft.body, context, numbering, true)
        return { kind: 'atomic', ordinal, site, name: draft.name, body }
      }
    }
  }

  /** An `until` as a loop, so that each of its tests can fault. */
  function testedUntil(
    { test, body, site }: Extract<Draft, { kind: 'until' }>,
    ordinal: Ordinal,
  ): Statement {
    const leave = (): Block => ({
      locals: [],
      statements: [{ kind: 'leave', ordinal: numbered(), site }],
    })
    const none: Block = { locals: [], statements: [] }
    const head = tested({ name: 'until', test, site }, numbered(), (at) => {
      return { kind: 'when', ordinal: at, site, test, step: true, then: leave(), otherwise: none }
    })
    const { locals, statements } = sealBlock(body, context, numbering, inAtomic)
    return { kind: 'loop', ordinal, site, body: { locals, statements: [head, ...statements] } }
  }
}

/** An effect that stands alone is a step, unless nobody else can see it: it reads and writes only locals, and cannot fail by itself. */
function alone(name: string, effect: Effect, ordinal: Ordinal, rules: StepRules): Statement {
  const { site } = effect
  if (effect.kind !== 'fail' && onlyLocals([effect]))
    return { kind: 'compute', ordinal, site, effects: [effect] }
  return {
    kind: 'step',
    ordinal,
    site,
    name,
    guard: null,
    effects: ruledEffects([effect], site, rules),
    wait: null,
    requests: [],
  }
}

function onlyLocals(effects: readonly Effect[]): boolean {
  return !allEffectExpressions(effects).some(readsShared) && effects.every(writesLocals)
}

function writesLocals(effect: Effect): boolean {
  switch (effect.kind) {
    case 'assign':
      return effect.place.root.kind === 'local'
    case 'when':
      return [...effect.then, ...effect.otherwise].every(writesLocals)
    case 'forEach':
      return effect.body.every(writesLocals)
    case 'assert':
      return true
    case 'pick':
    case 'fail':
      return false
  }
}

function binds(binding: Binding, value: Expr, site: Site): Effect {
  const { local, sort } = binding
  const place: Place = { root: { kind: 'local', local }, path: [], sort }
  return { kind: 'assign', place, value, access: 'model', site }
}
