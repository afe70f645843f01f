/** Where a step is, as the kernel dumps a stack: the function that was called first, and who called it. */

import type { StepInfo } from '../../system.ts'
import type { Page } from '../page.ts'
import { columnWidths, grid, narrowed } from '../grid.ts'
import type { Row } from '../grid.ts'
import { wrap } from '../lines.ts'
import { lineText } from '../path-text.ts'
import { stepText } from '../step-text.ts'

const indent = 7

/** A line for the primitive, then one for each function with the line in it, the innermost first; `who` takes the step, and is the last. */
export function stackLines(
  { name, site, calls }: StepInfo,
  who: string,
  page: Page,
): readonly string[] {
  const places = [site, ...calls.toReversed().map((call) => call.site)]
  const functions = [...calls.toReversed().map(({ procedure }) => procedure), who]
  const rows = functions.map((text, index): Row => {
    const frame = places[index]?.inBody ?? null
    return [{ text }, { text: frame === null ? '' : lineText(frame, page.cwd), style: 'faint' }]
  })
  const width = page.width - indent
  return [
    ...wrap(name, width, 2).map((line) => ' '.repeat(indent) + line),
    ...grid(rows, narrowed(columnWidths(rows), width), page, indent),
  ]
}

/** The step and its line in the innermost function: `drm_gem_shmem_vmap: dma_resv_lock(resv), vmap.ts:12`. */
export function placeText(step: StepInfo, cwd: string): string {
  const { inBody } = step.site
  return inBody === null ? stepText(step) : `${stepText(step)}, ${lineText(inBody, cwd)}`
}
