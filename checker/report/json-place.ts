/** Places in the author's files, as JSON. */

import type { Frame, Site } from '../../dsl/site.ts'
import { pathText } from './path-text.ts'

/** The author's line, and in `through` the lines of primitives below it, the innermost first. */
export function place(site: Site, cwd: string): object {
  return placed(site.author, site.through, cwd)
}

/** The line in the body of the process or procedure, and in `through` those of functions and primitives that it calls. */
export function placeInBody(site: Site, cwd: string): object {
  return placed(site.inBody, site.frames.slice(0, -1), cwd)
}

function placed(outer: Frame | null, through: readonly Frame[], cwd: string): object {
  if (outer === null) return { file: null, line: null, column: null }
  return {
    ...frame(outer, cwd),
    ...(through.length === 0 ? {} : { through: through.map((each) => frame(each, cwd)) }),
  }
}

function frame({ file, line, column }: Frame, cwd: string): object {
  return { file: pathText(file, cwd), line, column }
}
