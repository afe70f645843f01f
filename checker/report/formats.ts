/** The formats in which reports can be printed. A new one is a file of its own and a line here. */

import type { Format } from './format.ts'
import { jsonFormat } from './json.ts'
import { textFormat } from './text.ts'

export const formats = {
  text: textFormat,
  json: jsonFormat,
} as const satisfies Readonly<Record<string, Format>>
