/** A deadlock in words: who can never run again, and who waits for whom. */

import type { Model } from '../../dsl/ir.ts'
import type { Deadlock } from '../deadlock.ts'
import { widthOf } from './lines.ts'
import { listText } from './list-text.ts'
import { whoText } from './step-text.ts'

/** A headline of everybody that is longer does not name them. */
const longHeadline = 72

/** `deadlock: native and importer 0 can never run again`. */
export function deadlockHeadline(deadlock: Deadlock | null, model: Model): string {
  if (deadlock === null || deadlock.stuck.length === 0) return 'deadlock'
  const named = `deadlock: ${namesText(deadlock.stuck, model)} can never run again`
  return deadlock.shape === 'global' && widthOf(named) > longHeadline ? 'deadlock' : named
}

/** Why that is so; null: who it is was not found out. */
export function deadlockLines(deadlock: Deadlock | null, model: Model): readonly string[] {
  if (deadlock === null) return ['Somebody can never run again, and that is no legitimate end.']
  const { shape, decidedOn, stuck, daemons, cycle } = deadlock
  const circle = cycle === null ? [] : [cycleText(cycle, model)]
  if (shape === 'global') return ['No step is enabled, and that is no legitimate end.', ...circle]
  const [they, them] =
    stuck.length + daemons.length === 1 ? ['it waits', 'it'] : ['they wait', 'them']
  const reason =
    decidedOn === 'graph'
      ? `Decided on the state graph: no run from here ever lets ${them} go on.`
      : `Nobody who can still run will ever write what ${they} for.`
  const kind = daemons.length === 1 ? 'a daemon' : 'daemons'
  const company =
    daemons.length === 0 ? [] : [`Stuck with ${them}, as ${kind}: ${namesText(daemons, model)}.`]
  return [reason, ...company, ...circle]
}

function cycleText(cycle: readonly number[], model: Model): string {
  const [first = 0, ...others] = cycle
  if (others.length === 0) return `${whoText(first, model)} waits for itself.`
  const links = cycle.map((thread, i) => {
    const next = cycle[i + 1] ?? first
    return `${whoText(thread, model)}${i === 0 ? ' waits' : ''} for ${whoText(next, model)}`
  })
  return `${links.slice(0, -1).join(', ')}, and ${links.at(-1) ?? ''}.`
}

function namesText(threads: readonly number[], model: Model): string {
  return listText(threads.map((thread) => whoText(thread, model)))
}
