/** Lists in words. */

/** `a, b and c`. */
export function listText(texts: readonly string[]): string {
  const last = texts.at(-1) ?? ''
  return texts.length < 2 ? last : `${texts.slice(0, -1).join(', ')} and ${last}`
}

/** The same of not too many: `a, b and 3 more`. */
export function shortListText(texts: readonly string[], most: number): string {
  if (texts.length <= most) return listText(texts)
  return listText([...texts.slice(0, most - 1), `${texts.length - most + 1} more`])
}
