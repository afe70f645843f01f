/** Reads the XML that reports are written in: elements, attributes and text, and nothing that they do not need. */

export interface Parsed {
  readonly tag: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly Parsed[]
  readonly text: string
}

/** Throws where the text is not well-formed. */
export function parseXml(xml: string): Parsed {
  const forbidden = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u
  if (forbidden.test(xml)) throw new Error('a character that no document may have')
  const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n'
  if (!xml.startsWith(declaration)) throw new Error('no declaration')
  const parser = new Parser(xml.slice(declaration.length).replaceAll(/\r\n?/g, '\n'))
  const root = parser.element()
  parser.end()
  return root
}

class Parser {
  #rest: string

  constructor(text: string) {
    this.#rest = text
  }

  element(): Parsed {
    const [, tag = '', given = '', close = ''] = this.#take(
      /^<([a-z]+)((?: [a-z]+="[^"<]*")*)(\/?)>/,
    )
    const pairs = [...given.matchAll(/ ([a-z]+)="([^"]*)"/g)].map(([, name = '', value = '']) => {
      return [name, unescaped(value.replaceAll(/[\t\n]/g, ' '))] as const
    })
    if (new Set(pairs.map(([name]) => name)).size < pairs.length) throw new Error('twice')
    const attributes = Object.fromEntries(pairs)
    const children: Parsed[] = []
    let text = ''
    if (close === '/') return { tag, attributes, children, text }
    for (;;) {
      text += unescaped(this.#take(/^[^<]*/)[0])
      if (this.#rest.startsWith('</')) break
      children.push(this.element())
    }
    const [, closed] = this.#take(/^<\/([a-z]+)>/)
    if (closed !== tag) throw new Error(`${tag} is closed as ${closed}`)
    return { tag, attributes, children, text }
  }

  end(): void {
    if (this.#rest.trim() !== '') throw new Error(`more than one element: ${this.#rest}`)
  }

  #take(pattern: RegExp): RegExpExecArray {
    const found = pattern.exec(this.#rest)
    if (found === null) throw new Error(`not ${String(pattern)}: ${this.#rest.slice(0, 40)}`)
    this.#rest = this.#rest.slice(found[0].length)
    return found
  }
}

const entities = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
])

function unescaped(text: string): string {
  return text.replaceAll(/&(?:#(\d+);|(\w+);)?/g, (whole, code?: string, name?: string) => {
    const character =
      code === undefined ? entities.get(name ?? '') : String.fromCodePoint(Number(code))
    if (character === undefined) throw new Error(`no entity: ${whole}`)
    return character
  })
}
