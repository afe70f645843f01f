/** Plain text cut and wrapped to a width. A character counts as one column. */

const ellipsis = '…'

/** The text on one line: whatever would move the cursor, or colour the terminal, is shown by its code. */
export function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]/gu, (character) => {
    if (character === '\n' || character === '\t') return ' '
    return `\\u{${character.codePointAt(0)?.toString(16) ?? ''}}`
  })
}

/** The number of columns. */
export function widthOf(text: string): number {
  return [...text].length
}

/** The text, or as much of it as fits before an ellipsis. */
export function cut(text: string, width: number): string {
  const characters = [...text]
  if (characters.length <= width) return text
  return characters.slice(0, Math.max(0, width - 1)).join('') + ellipsis
}

/** The text filled up with blanks. */
export function pad(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const blanks = ' '.repeat(Math.max(0, width - widthOf(text)))
  return align === 'left' ? text + blanks : blanks + text
}

/**
 * Lines of at most `width` columns, broken behind semicolons, and at blanks where what stands between two of them is too long; a
 * word that is too long by itself is broken behind a slash, a dot or the like, or anywhere. Every line but the first begins
 * with `indent` blanks.
 */
export function wrap(text: string, width: number, indent = 0): readonly string[] {
  const lines = new Filler(width, indent)
  for (const part of oneLine(text)
    .trim()
    .split(/(?<=;) +/)) {
    if (lines.add(part)) continue
    for (const word of part.split(/ +/)) {
      if (!lines.add(word)) lines.addInPieces(word)
    }
  }
  return lines.all
}

class Filler {
  readonly #width: number
  readonly #blanks: string
  readonly #lines: string[] = []
  #line = ''
  #begun = false

  constructor(width: number, indent: number) {
    this.#width = width
    this.#blanks = ' '.repeat(indent)
  }

  get all(): readonly string[] {
    return [...this.#lines, this.#line]
  }

  /** Adds the text to this line or to a new one; does nothing and is false when it fits on neither. */
  add(text: string): boolean {
    const joint = this.#begun ? ' ' : ''
    if (widthOf(this.#line + joint + text) <= this.#width) {
      this.#line += joint + text
      this.#begun = true
      return true
    }
    if (!this.#begun || widthOf(this.#blanks + text) > this.#width) return false
    this.#next()
    return this.add(text)
  }

  addInPieces(word: string): void {
    if (this.#begun) this.#next()
    const head = breakable(word, this.#width - widthOf(this.#line))
    this.#line += head
    this.#begun = true
    const rest = word.slice(head.length)
    if (rest === '' || this.add(rest)) return
    this.addInPieces(rest)
  }

  #next(): void {
    this.#lines.push(this.#line)
    this.#line = this.#blanks
    this.#begun = false
  }
}

/** Behind which characters a long word is best broken, the best first. */
const joints = [
  ['/', ':', '('],
  ['.', '_'],
] as const

/** The head of a long word that fits, up to the last good place for a break when that leaves it more than half. */
function breakable(word: string, width: number): string {
  const head = [...word].slice(0, Math.max(1, width)).join('')
  for (const characters of joints) {
    const last = Math.max(...characters.map((character) => head.lastIndexOf(character)))
    if (last * 2 > head.length) return head.slice(0, last + 1)
  }
  return head
}
