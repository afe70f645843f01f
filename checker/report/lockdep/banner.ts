/** The banner with which a report of the kernel's lock validator begins. */

import { widthOf, wrap } from '../lines.ts'
import type { Page } from '../page.ts'

/** The title between a line of `=` and one of `-`, as long as it is. */
export function bannerLines(title: string, { width, paint }: Page): readonly string[] {
  const lines = wrap(title, width)
  const length = Math.max(...lines.map(widthOf))
  return ['='.repeat(length), ...lines.map((line) => paint('bad', line)), '-'.repeat(length)]
}
