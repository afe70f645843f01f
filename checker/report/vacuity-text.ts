/** What proves nothing, as a short section behind a report. */

import { nameOfVacuous } from '../vacuity/vacuous.ts'
import type { Vacuous } from '../vacuity/vacuous.ts'
import { oneLine, wrap } from './lines.ts'
import type { Page } from './page.ts'
import { lineText } from './path-text.ts'
import { countText } from './quantities.ts'

const most = 8
const indent = 2

/** A heading, and the notes, or the first of many; nothing where there are none. */
export function vacuityLines(vacuity: readonly Vacuous[], page: Page): readonly string[] {
  if (vacuity.length === 0) return []
  // To say that there is one more takes as much room as that one.
  const shown = vacuity.length <= most + 1 ? vacuity : vacuity.slice(0, most)
  const more = vacuity.length - shown.length
  return [
    'Note: these never came up, and the verdict says nothing about them.',
    ...shown.flatMap((one) => noteLines(one, page)),
    ...(more === 0 ? [] : [`${' '.repeat(indent)}and ${countText(more)} more: --json has all.`]),
  ]
}

function noteLines(one: Vacuous, { width, cwd }: Page): readonly string[] {
  const { because, site } = one
  const place = site.author === null ? '' : ` (${lineText(site.author, cwd)})`
  const reason = because === null ? '' : `: ${because}`
  return wrap(oneLine(`${nameOfVacuous(one)}${place}${reason}`), width - indent, indent).map(
    (line) => ' '.repeat(indent) + line,
  )
}
