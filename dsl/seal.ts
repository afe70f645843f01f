/** From the drafts of a body to the IR's blocks: numbers the statements, gives each block its locals, decides what takes a step. */

import { canFault } from './can-fault.ts'
import type { Block, Effect, Expr, Local, LocalId, Ordinal, Place, Statement } from './ir.ts'
import type { Binding, Draft } from './draft.ts'
import type { Site } from './site.ts'
import { ruled, type StepRules } from './step-rules.ts'
import { allEffectExpressions, readsShared } from './walk.ts'

interface BodyContext {
  readonly rules: StepRules
  readonly parameters: readonly Local[]
  /** Whether anything reads the local; the result of a call that nobody reads is not kept, nor that of a step unless it can fault. */
  isRead(local: LocalId): boolean
}

/** The body's outermost block. */
export function seal(drafts: readonly Draft[], context: BodyContext): Block {
  const numbering = { next: 0 }
  const block = sealBlock(drafts, context, numbering)
  return { locals: [...context.parameters, ...block.locals], statements: block.statements }
}

function sealBlock(
  drafts: readonly Draft[],
  context: BodyContext,
  numbering: { next: number },
): Block {
  const locals: Local[] = []
  const statements = drafts.map((draft) => {
    // The only place where statements are numbered.
    const ordinal = numbering.next as Ordinal
    numbering.next += 1
    return sealStatement(draft, ordinal, locals)
  })
  return { locals, statements }

  function sealStatement(draft: Draft, ordinal: Ordinal, own: Local[]): Statement {
    const { site } = draft
    const inside = (body: readonly Draft[]) => sealBlock(body, context, numbering)
    switch (draft.kind) {
      case 'effect':
        return alone(draft.name, draft.effect, ordinal)
      case 'local': {
        own.push(draft.binding)
        return alone(`${draft.binding.name} =`, binds(draft.binding, draft.initial, site), ordinal)
      }
      case 'step': {
        const { name, wait, requests, result } = draft
        const { guard, effects } = ruled(draft, context.rules)
        const head = { kind: 'step', ordinal, site, name, guard, wait, requests } as const
        // What can fault is evaluated, whether its value is read or not.
        if (result === null || !(context.isRead(result.binding.local) || canFault(result.value))) {
          return { ...head, effects }
        }
        own.push(result.binding)
        return { ...head, effects: [...effects, binds(result.binding, result.value, site)] }
      }
      case 'label':
        return { kind: 'label', ordinal, site, label: draft.label }
      case 'when': {
        const { test } = draft
        return {
          kind: 'when',
          ordinal,
          site,
          test,
          step: readsShared(test),
          then: inside(draft.then),
          otherwise: inside(draft.otherwise),
        }
      }
      case 'loop':
        return { kind: 'loop', ordinal, site, body: inside(draft.body) }
      case 'until': {
        const { test } = draft
        return {
          kind: 'until',
          ordinal,
          site,
          test,
          step: readsShared(test),
          body: inside(draft.body),
        }
      }
      case 'leave':
      case 'again':
        return { kind: draft.kind, ordinal, site }
      case 'either':
        return { kind: 'either', ordinal, site, branches: draft.branches.map(inside) }
      case 'call': {
        const { procedure, arguments: args, result } = draft
        const kept = result !== null && context.isRead(result.local) ? result : null
        if (kept !== null) own.push(kept)
        const shared = args.some(readsShared)
        return {
          kind: 'call',
          ordinal,
          site,
          procedure,
          arguments: args,
          step: shared,
          result: kept?.local ?? null,
        }
      }
      case 'return': {
        const { value } = draft
        return { kind: 'return', ordinal, site, value, step: value !== null && readsShared(value) }
      }
      case 'atomic':
        return { kind: 'atomic', ordinal, site, name: draft.name, body: inside(draft.body) }
    }
  }
}

/** An effect that stands alone is a step, unless nobody else can see it: it reads and writes only locals, and cannot fail by itself. */
function alone(name: string, effect: Effect, ordinal: Ordinal): Statement {
  const { site } = effect
  if (effect.kind !== 'fail' && onlyLocals([effect]))
    return { kind: 'compute', ordinal, site, effects: [effect] }
  return {
    kind: 'step',
    ordinal,
    site,
    name,
    guard: null,
    effects: [effect],
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
