/** Making the bits of masks few: cells that nobody can tell apart are one, and a cell that tells nothing more is none. */

/** Somebody at some place: what he would wait for there, and what he may ever write from there on, a bit for each cell. */
export interface Row {
  readonly thread: number
  readonly needs: bigint
  readonly writes: bigint
}

interface Column {
  readonly bit: number
  /** Rows, a bit for each. */
  readonly needed: bigint
  readonly written: bigint
}

/**
 * The cells to keep, so that of two rows of different threads the one writes something that the other needs exactly where it did
 * before.
 */
export function keptCells(rows: readonly Row[], cells: number): readonly number[] {
  const distinct = [...new Map(rows.map((row) => [textOf(row), row])).values()]
  const columns = Array.from({ length: cells }, (_, bit) => column(distinct, bit)).filter(
    ({ needed, written }) => needed !== 0n && written !== 0n,
  )
  return columns
    .filter((one, i) => !columns.some((other, j) => i !== j && covers(other, one, j < i)))
    .map(({ bit }) => bit)
}

/** The same mask, with only the cells that are kept, by their position among them. */
export function projected(mask: bigint, kept: readonly number[]): bigint {
  let result = 0n
  for (const [position, bit] of kept.entries()) {
    result |= ((mask >> BigInt(bit)) & 1n) << BigInt(position)
  }
  return result
}

function textOf({ thread, needs, writes }: Row): string {
  return `${thread} ${needs} ${writes}`
}

function column(rows: readonly Row[], bit: number): Column {
  const has = (mask: bigint): boolean => ((mask >> BigInt(bit)) & 1n) === 1n
  const needers = new Set(rows.filter(({ needs }) => has(needs)).map(({ thread }) => thread))
  // Nobody waits for what he himself would write.
  const [only = null, ...others] = needers
  const alone = others.length === 0 ? only : null
  let [needed, written] = [0n, 0n]
  for (const [position, { thread, needs, writes }] of rows.entries()) {
    if (has(needs)) needed |= 1n << BigInt(position)
    if (has(writes) && thread !== alone) written |= 1n << BigInt(position)
  }
  return { bit, needed, written }
}

/** Whether all that the second column tells is told by the first; of equal ones, the earlier tells it. */
function covers(first: Column, second: Column, earlier: boolean): boolean {
  const within = (inner: bigint, outer: bigint): boolean => (inner & ~outer) === 0n
  if (!within(second.needed, first.needed) || !within(second.written, first.written)) return false
  return earlier || first.needed !== second.needed || first.written !== second.written
}
