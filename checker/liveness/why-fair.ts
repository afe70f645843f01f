/** Why a run is fair that goes round a loop for ever: how it serves each process, and whatever else is assumed. */

import type { Model, Strength } from '../../dsl/ir.ts'
import type { Site } from '../../dsl/site.ts'
import type { Choice, StepInfo } from '../system.ts'
import type { Conditions, FairnessCondition } from './conditions.ts'
import type { LoopPoint } from './loop-points.ts'

/** Whom a reader would ask about. */
export type Asked =
  | { readonly kind: 'thread'; readonly thread: number }
  | { readonly kind: 'branch'; readonly thread: number; readonly site: Site }
  /** What the model declares, for each thread where it is about a label. */
  | { readonly kind: 'declared'; readonly name: string; readonly thread: number | null }
  /** Of one combination of an action's parameters. */
  | {
      readonly kind: 'declared each'
      readonly name: string
      readonly action: string
      readonly choices: readonly Choice[]
    }
  | { readonly kind: 'action'; readonly name: string }

/** Steps are numbered as the trace does, from 1. */
export type Served =
  /** Steps of the loop are taken that count. */
  | { readonly kind: 'taken'; readonly steps: readonly number[] }
  /** No step can be taken anywhere on the loop. */
  | { readonly kind: 'never enabled' }
  /** After so many steps none can be taken, and so not all the time. */
  | { readonly kind: 'not always enabled'; readonly after: number }
  /** Only such can be taken of which nothing is assumed: after so many steps, or null, wherever any can. */
  | {
      readonly kind: 'not assumed'
      readonly steps: readonly StepInfo[]
      readonly after: number | null
    }

export interface FairReason {
  readonly of: Asked
  /** Null: nothing. */
  readonly assumed: Strength | null
  readonly served: Served
}

type Loop = readonly LoopPoint[]

/** In the order in which a reader would ask: first about those who could go on, and do not. */
const order = ['not assumed', 'not always enabled', 'never enabled', 'taken'] as const

/** Of the loop of a fair run. Branches and labels of somebody who cannot go on at all say nothing of their own. */
export function whyFair(
  model: Model,
  conditions: Conditions,
  loop: readonly LoopPoint[],
): readonly FairReason[] {
  const threads = threadReasons(conditions, loop)
  const idle = new Set(
    threads.flatMap(({ thread, served }) => (served.kind === 'never enabled' ? [thread] : [])),
  )
  const reasons: readonly FairReason[] = [
    ...threads.map(({ thread, ...rest }) => ({ of: { kind: 'thread', thread } as const, ...rest })),
    ...conditions.list.flatMap((condition, number) => {
      const of = askedOf(condition, model)
      if (of === null || ('thread' in of && of.thread !== null && idle.has(of.thread))) return []
      const { strength: assumed } = condition
      return [{ of, assumed, served: servedBy(number, conditions, loop) }]
    }),
    ...actionReasons(model, loop),
  ]
  return order.flatMap((kind) => reasons.filter(({ served }) => served.kind === kind))
}

/** Null where it is asked for by thread already. */
function askedOf({ of }: FairnessCondition, { actions, fairness }: Model): Asked | null {
  switch (of.kind) {
    case 'process':
    case 'waiting':
      return null
    case 'branch':
      return { kind: 'branch', thread: of.thread, site: of.branch.site }
    case 'declared':
      return { kind: 'declared', name: fairness[of.position]?.name ?? '', thread: of.thread }
    case 'declared each': {
      const { name: action = '', parameters = [] } = actions[of.action] ?? {}
      const choices = of.values.map((value, at) => ({ name: parameters[at]?.name ?? '', value }))
      return { kind: 'declared each', name: fairness[of.position]?.name ?? '', action, choices }
    }
  }
}

interface ThreadReason extends Omit<FairReason, 'of'> {
  readonly thread: number
}

/** Of every thread that has not ended. */
function threadReasons(conditions: Conditions, loop: Loop): readonly ThreadReason[] {
  const living = new Set(loop.flatMap(({ living: at }) => at))
  return [...living]
    .toSorted((a, b) => a - b)
    .map((thread) => {
      const number = conditions.list.findIndex(
        ({ of }) => of.kind === 'process' && of.thread === thread,
      )
      const assumed = conditions.list[number]?.strength ?? null
      return { thread, assumed, served: servedThread(thread, number, conditions, loop) }
    })
}

function servedThread(
  thread: number,
  condition: number,
  conditions: Conditions,
  loop: Loop,
): Served {
  const taken = loop.flatMap(({ taken: kind, after }) =>
    kind?.thread === thread ? [after + 1] : [],
  )
  if (taken.length > 0) return { kind: 'taken', steps: taken }
  const points = loop.map(({ enabled, after }) => {
    const own = enabled.filter((kind) => kind.thread === thread)
    const assumed = own.some((kind) => conditions.of(kind).enabled.includes(condition))
    return { after, steps: own.map(({ step }) => step), assumed }
  })
  if (points.every(({ steps }) => steps.length === 0)) return { kind: 'never enabled' }
  const blocked = points.find(({ steps }) => steps.length === 0)
  const notAssumed = points.filter(({ steps, assumed }) => steps.length > 0 && !assumed)
  const steps = [...new Set(notAssumed.flatMap((point) => point.steps))]
  if (points.every(({ assumed }) => !assumed)) return { kind: 'not assumed', steps, after: null }
  if (blocked !== undefined) return { kind: 'not always enabled', after: blocked.after }
  return { kind: 'not assumed', steps, after: notAssumed[0]?.after ?? null }
}

function servedBy(condition: number, conditions: Conditions, loop: Loop): Served {
  const taken = loop.flatMap(({ taken: kind, after }) =>
    kind !== null && conditions.of(kind).taken.includes(condition) ? [after + 1] : [],
  )
  if (taken.length > 0) return { kind: 'taken', steps: taken }
  const isEnabled = ({ enabled }: LoopPoint): boolean =>
    enabled.some((kind) => conditions.of(kind).enabled.includes(condition))
  if (!loop.some(isEnabled)) return { kind: 'never enabled' }
  const blocked = loop.find((point) => !isEnabled(point))
  if (blocked === undefined) throw new Error(`condition ${condition} is not met`)
  return { kind: 'not always enabled', after: blocked.after }
}

/** Of each action that could be taken, is not, and of which nothing is declared. */
function actionReasons({ actions, fairness }: Model, loop: Loop): readonly FairReason[] {
  const declared = new Set(
    fairness.flatMap(({ steps }) => (steps.kind === 'actions' ? steps.actions : [])),
  )
  return actions.flatMap(({ name }, at): readonly FairReason[] => {
    const isIt = (kind: LoopPoint['taken']): boolean =>
      kind !== null && kind.thread === null && kind.step.name === name
    if (declared.has(at) || loop.some(({ taken }) => isIt(taken))) return []
    const steps = loop.flatMap(({ enabled }) => enabled.filter(isIt)).map(({ step }) => step)
    if (steps.length === 0) return []
    const served = { kind: 'not assumed', steps: [...new Set(steps)], after: null } as const
    return [{ of: { kind: 'action', name }, assumed: null, served }]
  })
}
