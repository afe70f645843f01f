/** XML 1.0 documents: elements with attributes, and elements or text in them. */

export interface Element {
  readonly tag: string
  readonly attributes: Readonly<Record<string, string | number>>
  readonly content: readonly Element[] | string
}

/** The document, indented. Tags and names of attributes must be names of XML; anything may stand in values and text. */
export function xmlText(root: Element): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${elementText(root, '')}`
}

function elementText({ tag, attributes, content }: Element, indent: string): string {
  const pairs = Object.entries(attributes)
  const given = pairs.map(([name, value]) => ` ${name}="${escaped(String(value), inAttribute)}"`)
  const open = `${indent}<${tag}${given.join('')}`
  if (content.length === 0) return `${open}/>\n`
  // Blanks in text are the text's own.
  if (typeof content === 'string') return `${open}>${escaped(content, inText)}</${tag}>\n`
  const inner = content.map((child) => elementText(child, `${indent}  `))
  return `${open}>\n${inner.join('')}${indent}</${tag}>\n`
}

/** A parser makes a line feed of a carriage return, and in attributes a blank of each. */
const inText = /[&<>\r]/g
const inAttribute = /[&<>"\t\n\r]/g

const entities = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
])

function escaped(text: string, special: RegExp): string {
  return visible(text).replaceAll(special, (character) => {
    return entities.get(character) ?? `&#${character.charCodeAt(0)};`
  })
}

/** What no document may have, not even escaped: most control characters, halves of surrogate pairs, and two more. */
function visible(text: string): string {
  return text.replaceAll(
    /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu,
    (one) => {
      return `\\u{${one.codePointAt(0)?.toString(16) ?? ''}}`
    },
  )
}
