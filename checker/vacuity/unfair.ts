/** Fairness that is assumed of steps that can never be taken. */

import type { Fairness, Model } from '../../dsl/ir.ts'
import { timesExecuted } from '../coverage/covered.ts'
import type { Covered } from '../coverage/covered.ts'
import type { Spot } from '../coverage/spots.ts'
import { waysOf } from '../lower/ways.ts'
import type { StepInfo } from '../system.ts'
import { placesOf } from './places.ts'
import type { Authored } from './authored.ts'
import type { Places } from './places.ts'
import type { Vacuous } from './vacuous.ts'

const inVain = 'what it asks for can never be taken'

/** What is declared, and what is said of branches; what primitives say of their own steps is not the author's. */
export function unfair(model: Model, covered: Covered, authored: Authored): readonly Vacuous[] {
  const places = placesOf(covered, authored)
  return [
    ...model.fairness.flatMap((fairness) => {
      const { name: subject, site } = fairness
      if (canBeTaken(fairness, covered, places)) return []
      return [{ kind: 'fair in vain', subject, because: inVain, site } as const]
    }),
    ...unfairBranches(covered, places),
  ]
}

function canBeTaken({ steps }: Fairness, covered: Covered, places: Places): boolean {
  const { program } = covered.spots
  if (steps.kind === 'actions') {
    const taken = (position: number): boolean => {
      const step = program.actions[position]?.step
      return step !== undefined && places.of(step)?.isExecuted === true
    }
    return steps.each ? steps.actions.every(taken) : steps.actions.some(taken)
  }
  const flat = program.processes[steps.process]
  if (flat === undefined || !restsAt(covered, flat, steps.label)) return false
  return flat.points.some(({ labels, statement }) => {
    if (!labels.includes(steps.label) || statement === null) return false
    const step = flat.statements[statement]
    // What has no place of its own, as an `either` or an `atomic`, is not judged.
    const place = step === undefined ? undefined : places.of(step)
    return place === undefined || place.isExecuted
  })
}

/** Whether an instance of the process ever rests at the label. */
export function restsAt(covered: Covered, flat: object, label: string): boolean {
  return covered.spots.list.some((spot: Spot) => {
    if (spot.kind !== 'rest' || spot.flat !== flat || !spot.labels.includes(label)) return false
    return timesExecuted(covered, spot) > 0
  })
}

function unfairBranches(covered: Covered, places: Places): readonly Vacuous[] {
  const found = new Map<string, { readonly vacuous: Vacuous; isTaken: boolean }>()
  for (const flat of covered.spots.program.processes) {
    const transitions = flat.points.flatMap((point) => point.transitions)
    for (const { statement, branches } of transitions.flatMap((each) => waysOf(flat, each))) {
      const step: StepInfo | undefined = flat.statements[statement]
      const place = step === undefined ? undefined : places.of(step)
      for (const { id, fairness, site } of branches) {
        if (fairness === 'none' || site.through.length > 0) continue
        const key =
          site.author === null ? id : `${site.toString()}/${id.slice(id.lastIndexOf('/'))}`
        const subject = `branch of ${flat.process.name}: ${place?.subject ?? id}`
        const vacuous: Vacuous = { kind: 'fair in vain', subject, because: inVain, site }
        const known = found.get(key) ?? { vacuous, isTaken: false }
        found.set(key, known)
        known.isTaken ||= place === undefined || place.isExecuted
      }
    }
  }
  return [...found.values()].flatMap(({ vacuous, isTaken }) => (isTaken ? [] : [vacuous]))
}
