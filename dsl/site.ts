/** Where in the author's files a node was built: captured always and cheaply, read only when shown. */

import { fileURLToPath, pathToFileURL } from 'node:url'

/** One line of the author's, or of a kernel primitive's, source. Lines and columns count from 1. */
export interface Frame {
  readonly file: string
  readonly line: number
  readonly column: number
}

/** An unread stack. */
export class Site {
  readonly #stack: { readonly stack?: string }
  #read: { readonly primitives: readonly Frame[]; readonly authors: readonly Frame[] } | undefined

  constructor(stack: { readonly stack?: string }) {
    this.#stack = stack
  }

  /**
   * The chain of calls that led here, the innermost first: the primitives' lines, the author's, and those of the functions that called
   * it, up to the body of the process, procedure, step or model.
   */
  get frames(): readonly Frame[] {
    return [...this.#parsed.primitives, ...this.#parsed.authors]
  }

  /** The author's own line: the innermost one past the primitives. Null when nothing is known. */
  get author(): Frame | null {
    return this.#parsed.authors[0] ?? this.#parsed.primitives.at(-1) ?? null
  }

  /**
   * The line in the body of the process or procedure itself, past primitives and past functions that the body calls: the outermost
   * one. Null when nothing is known.
   */
  get inBody(): Frame | null {
    return this.frames.at(-1) ?? null
  }

  /** The lines of the primitives between the author's line and the node, the innermost first. */
  get through(): readonly Frame[] {
    const { primitives, authors } = this.#parsed
    return authors.length > 0 ? primitives : primitives.slice(0, -1)
  }

  get #parsed() {
    this.#read ??= parse(this.#stack.stack ?? '')
    return this.#read
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
  return deeply(() => {
    const holder: { stack?: string } = {}
    Error.captureStackTrace(holder, here)
    return new Site(holder)
  })
}

/** Runs with stacks that are deep enough for sites, in errors too. */
export function deeply<T>(run: () => T): T {
  const limit = Error.stackTraceLimit
  Error.stackTraceLimit = depth
  try {
    return run()
  } finally {
    Error.stackTraceLimit = limit
  }
}

const ownFolder = new URL('.', import.meta.url).href
const primitives = `${ownFolder}kernel/`

/** A line of a stack that names a file; those of Node itself name none. */
const inFile = /^\s*at (?:async )?(?:.*? \()?((?:file:\/\/|\/|[A-Za-z]:[\\/]).*):(\d+):(\d+)\)?$/

function parse(stack: string): { primitives: readonly Frame[]; authors: readonly Frame[] } {
  const found: { primitives: Frame[]; authors: Frame[] } = { primitives: [], authors: [] }
  for (const text of stack.split('\n')) {
    const [, location, line, column] = inFile.exec(text) ?? []
    if (location === undefined) continue
    const url = location.startsWith('file:') ? location : pathToFileURL(location).href
    const isPrimitive = url.startsWith(primitives)
    if (url.startsWith(ownFolder) && !isPrimitive) {
      // The first frame of the surface outside the author's is the one that runs a body: what called that is another body.
      if (found.authors.length > 0) break
      continue
    }
    const frame = { file: fileURLToPath(url), line: Number(line), column: Number(column) }
    // And so does a primitive that runs one.
    if (isPrimitive && found.authors.length > 0) break
    if (isPrimitive) found.primitives.push(frame)
    else found.authors.push(frame)
  }
  return found
}
