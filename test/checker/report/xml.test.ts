/** XML that any parser takes, and that says what was put in. */

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { xmlText } from '../../../checker/report/xml.ts'
import { parseXml } from './parse-xml.ts'

function roundTrip(text: string): {
  readonly attribute: string | undefined
  readonly text: string
} {
  const parsed = parseXml(xmlText({ tag: 'a', attributes: { b: text }, content: text }))
  return { attribute: parsed.attributes['b'], text: parsed.text }
}

test('what has a meaning in XML comes back as it was', () => {
  const text = '<&>"\' &amp; ]]> a\r\nb\tc\rd'
  expect(roundTrip(text)).toEqual({ attribute: text, text })
})

test('what no document may have is shown by its code', () => {
  const shown = String.raw`\u{0}\u{1b}[31m \u{d800} \u{ffff} 😀`
  expect(roundTrip('\u0000\u001B[31m \uD800 \uFFFF 😀')).toEqual({ attribute: shown, text: shown })
})

test('any text makes a document', () => {
  const anything = fc.string({
    unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
  })
  fc.assert(
    fc.property(anything, (text) => {
      const { attribute, text: inside } = roundTrip(text)
      expect(attribute).toBe(inside)
    }),
    { seed: 6, numRuns: 500 },
  )
})

test('elements stand in each other', () => {
  const child = { tag: 'c', attributes: { n: 1 }, content: [] }
  const xml = xmlText({ tag: 'a', attributes: {}, content: [child, child] })
  expect(xml).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<a>
  <c n="1"/>
  <c n="1"/>
</a>
`)
})
