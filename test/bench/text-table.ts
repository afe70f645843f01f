/** Figures for people: columns of text, and numbers with their units. */

/** Rows below a header; the first column is flush left, the others flush right. */
export function textTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [header, ...rows]
  const widths = header.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)))
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0
        return column === 0 ? cell.padEnd(width) : cell.padStart(width)
      })
      .join('  ')
      .trimEnd()
  return all.map(line).join('\n')
}

/** `5,564,522`. */
export function whole(value: number): string {
  return Math.round(value).toLocaleString('en-US')
}

/** `52.3 M`, `790 k`. */
export function rough(value: number): string {
  if (value >= 1e6) return `${digits(value / 1e6)} M`
  return value >= 1e3 ? `${digits(value / 1e3)} k` : digits(value)
}

/** `24.1 s`, `0.35 s`. */
export function seconds(value: number): string {
  return `${digits(value)} s`
}

/** `11.0 x`. */
export function times(value: number): string {
  return `${digits(value)} x`
}

/** `7.3 GiB`, `140 MiB`. */
export function bytes(value: number): string {
  return value >= 2 ** 30 ? `${digits(value / 2 ** 30)} GiB` : `${digits(value / 2 ** 20)} MiB`
}

/** With three digits that count. */
export function digits(value: number): string {
  if (value >= 100) return value.toFixed(0)
  return value >= 10 ? value.toFixed(1) : value.toFixed(2)
}
