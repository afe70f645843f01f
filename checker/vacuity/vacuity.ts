/** Everything in a model that proves nothing, as far as a complete exploration has seen. */

import type { Model } from '../../dsl/ir.ts'
import type { Covered } from '../coverage/covered.ts'
import { authoredIn } from './authored.ts'
import type { Authored } from './authored.ts'
import { shortText } from './short-text.ts'
import { unexecuted } from './unexecuted.ts'
import { restsAt, unfair } from './unfair.ts'
import { unreadVariables } from './unread.ts'
import type { Vacuous } from './vacuous.ts'
import { witnessesOf } from './witnesses.ts'

/** `covered` is that of an exploration that saw everything, and nothing wrong. By kind, and then in the order of the text. */
export function vacuityOf(model: Model, covered: Covered): readonly Vacuous[] {
  const authored = authoredIn(model)
  return [
    ...inOrder(unexecuted(model, covered, authored)),
    ...labelsNeverReached(covered, authored),
    ...inVain(model, covered),
    ...unfair(model, covered, authored),
    ...unreadVariables(model),
  ]
}

/** By file in the order in which they come up, then by line and column. */
function inOrder(found: readonly Vacuous[]): readonly Vacuous[] {
  const files = [...new Set(found.map(({ site }) => site.author?.file))]
  return found.toSorted((a, b) => {
    const [left, right] = [a.site.author, b.site.author]
    return (
      files.indexOf(left?.file) - files.indexOf(right?.file) ||
      (left?.line ?? 0) - (right?.line ?? 0) ||
      (left?.column ?? 0) - (right?.column ?? 0)
    )
  })
}

/** Labels of the author's own at which an instance could rest by the text of the program, and none ever does. */
function labelsNeverReached(covered: Covered, { labels }: Authored): readonly Vacuous[] {
  return covered.spots.program.processes.flatMap((flat) => {
    const names = new Set(flat.points.flatMap((point) => point.labels))
    return [...names].flatMap((label): readonly Vacuous[] => {
      const site = labels.get(label)
      if (site === undefined || site.through.length > 0 || flat.instances === 0) return []
      if (restsAt(covered, flat, label)) return []
      const subject = `${flat.process.name} at ${label}`
      return [{ kind: 'label never reached', subject, because: null, site }]
    })
  })
}

/** What is said for several instances in one place counts as seen where it is of any. */
function inVain(model: Model, { seen }: Covered): readonly Vacuous[] {
  const groups = Map.groupBy(witnessesOf(model).entries(), ([at, { property, kind, site }]) => {
    return site.author === null ? `${at}` : `${property} ${kind} ${site.toString()}`
  })
  return [...groups.values()].flatMap((group): readonly Vacuous[] => {
    const [first] = group
    if (first === undefined || group.some(([at]) => seen[at] !== false)) return []
    const [, { kind, property, left, site }] = first
    const subject = `${property}: ${shortText(left, model)}`
    if (kind === 'trigger') {
      const because = 'that is never true, and nothing has to follow'
      return [{ kind: 'never begins', subject, because, site }]
    }
    const because = 'that is never true, and nothing is implied'
    return [{ kind: 'never applies', subject, because, site }]
  })
}
