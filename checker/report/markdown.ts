/** Markdown as git forges read it. */

/** Text inside of a line, in which nothing is markup. An underscore within a word is none, and stays as it is. */
export function escaped(text: string): string {
  return text.replaceAll(
    /[\\`*|<[~]|&(?=#?\w+;)|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu,
    (character) => `\\${character}`,
  )
}

/** The text as code, whatever is in it. */
export function codeSpan(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length))
  if (longest === 0) return `\`${text}\``
  const fence = '`'.repeat(longest + 1)
  return `${fence} ${text} ${fence}`
}

/** A table of cells that are Markdown already; the first row is its heading. */
export function markdownTable(rows: readonly (readonly string[])[]): string {
  const [header = [], ...others] = rows
  return [header, header.map(() => '---'), ...others]
    .map((row) => `| ${row.join(' | ')} |`)
    .join('\n')
}
