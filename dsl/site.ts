/** Where in the author's files a node was built: captured always and cheaply, read only when shown. */

import { fileURLToPath } from 'node:url'

/** One line of the author's, or of a kernel primitive's, source. Lines and columns count from 1. */
export interface Frame {
  readonly file: string
  readonly line: number
  readonly column: number
}

/** An unread stack. `frames` reads it: the innermost first, up to the body that holds the statement. */
export class Site {
  readonly #stack: { readonly stack?: string }
  #frames: readonly Frame[] | undefined

  constructor(stack: { readonly stack?: string }) {
    this.#stack = stack
  }

  get frames(): readonly Frame[] {
    this.#frames ??= parse(this.#stack.stack ?? '')
    return this.#frames
  }

  /** The author's own line: the outermost frame, past the primitives. Null when nothing is known. */
  get author(): Frame | null {
    return this.frames.at(-1) ?? null
  }

  /** `file:line:column` of the author's line, or `(unknown)`. */
  toString(): string {
    const frame = this.author
    return frame === null ? '(unknown)' : `${frame.file}:${frame.line}:${frame.column}`
  }
}

/** A site in no file, for nodes that a program built. */
export const nowhere = new Site({})

const depth = 40

/** Captures the stack above the caller. */
export function here(): Site {
  const limit = Error.stackTraceLimit
  Error.stackTraceLimit = depth
  const holder: { stack?: string } = {}
  Error.captureStackTrace(holder, here)
  Error.stackTraceLimit = limit
  return new Site(holder)
}

const ownFolder = new URL('.', import.meta.url).href

function parse(stack: string): readonly Frame[] {
  const frames: Frame[] = []
  for (const line of stack.split('\n')) {
    const match = /\(?((?:file:\/\/|\/|[A-Za-z]:[\\/]).*):(\d+):(\d+)\)?$/.exec(line)
    if (match === null) continue
    const [, location, row, column] = match
    if (location === undefined) continue
    const url = location.startsWith('file:') ? location : new URL(location, 'file:///').href
    if (isSurface(url)) {
      // The first frame of the surface outside the author's is the one that runs a body: what called that is another body.
      if (frames.length > 0) break
      continue
    }
    frames.push({ file: fileURLToPath(url), line: Number(row), column: Number(column) })
  }
  return frames
}

/** The surface is this folder but for its primitives, whose lines a reader wants to see. */
function isSurface(url: string): boolean {
  return url.startsWith(ownFolder) && !url.slice(ownFolder.length).startsWith('kernel/')
}
