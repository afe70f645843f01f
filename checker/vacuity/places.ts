/** The places of the author's text, each with all that becomes of it in a program: over call chains, instances and primitives. */

import type { Site } from '../../dsl/site.ts'
import { timesExecuted, timesFalse } from '../coverage/covered.ts'
import type { Covered } from '../coverage/covered.ts'
import type { TestSpot } from '../coverage/spots.ts'
import type { StepInfo } from '../system.ts'
import type { Authored } from './authored.ts'

export interface Place {
  readonly site: Site
  /** The procedure or process, and what is executed; of an action that alone. */
  readonly subject: string
  /** No primitive stands between the author's line and what is executed. */
  readonly isOwn: boolean
  readonly guards: readonly TestSpot[]
  readonly branches: readonly TestSpot[]
  /** It always fails: nobody is to come here. */
  readonly fails: boolean
  /** Somebody came here. */
  readonly isReached: boolean
  /** And something was executed. */
  readonly isExecuted: boolean
}

export interface Places {
  /** In the order in which the program has them. */
  readonly list: readonly Place[]
  readonly of: (step: StepInfo) => Place | undefined
}

interface OpenPlace extends Place {
  readonly guards: TestSpot[]
  readonly branches: TestSpot[]
  isReached: boolean
  isExecuted: boolean
}

/** The places at which the program notes something. An `atomic` is known by what stands in it. */
export function placesOf(covered: Covered, { atomics, failures }: Authored): Places {
  const places = new Map<string, OpenPlace>()
  const byStep = new Map<StepInfo, OpenPlace>()
  for (const spot of covered.spots.list) {
    if (spot.kind === 'rest') continue
    const { step } = spot
    if (spot.kind === 'executed' && atomics.has(step.site)) continue
    const key = keyOf(step)
    const place = places.get(key) ?? opened(step, spot.flat === null, failures.has(step.site))
    places.set(key, place)
    byStep.set(step, place)
    if (spot.kind === 'test') {
      if (spot.role === 'effect') continue
      if (spot.role === 'guard') place.guards.push(spot)
      else place.branches.push(spot)
      place.isReached ||= timesFalse(covered, spot) > 0
    }
    place.isExecuted ||= timesExecuted(covered, spot) > 0
    place.isReached ||= place.isExecuted
  }
  return { list: [...places.values()], of: (step) => byStep.get(step) }
}

function opened(step: StepInfo, isAction: boolean, fails: boolean): OpenPlace {
  const { site, name } = step
  return {
    site,
    subject: isAction ? name : `${scopeOf(step)}: ${name}`,
    isOwn: site.through.length === 0,
    fails,
    guards: [],
    branches: [],
    isReached: false,
    isExecuted: false,
  }
}

/** One line of the author's may make several statements, for several call chains; where it is unknown each statement is for itself. */
function keyOf(step: StepInfo): string {
  const { author } = step.site
  if (author !== null) return step.site.toString()
  return `${scopeOf(step)}${step.id.slice(step.id.lastIndexOf('#'))}`
}

/** The procedure of the author's own in which the step stands, or else the process. */
export function scopeOf({ calls, actor }: StepInfo): string {
  return calls.findLast(({ site }) => site.through.length === 0)?.procedure ?? actor
}
