/** What several runs come to. */

/** The middle one, or the mean of the two in the middle. Throws for none. */
export function median(values: readonly number[]): number {
  const ascending = values.toSorted((a, b) => a - b)
  const middle = Math.floor(ascending.length / 2)
  const [low, high] = [ascending[(ascending.length - 1) >> 1], ascending[middle]]
  if (low === undefined || high === undefined) throw new Error('nothing was measured')
  return (low + high) / 2
}

/** The median of one figure of each. */
export function medianOf<T>(runs: readonly T[], figure: (run: T) => number): number {
  return median(runs.map(figure))
}

/** The median where every run has the figure, else null. */
export function medianIfKnown<T>(
  runs: readonly T[],
  figure: (run: T) => number | null,
): number | null {
  const known = runs.map(figure).filter((value) => value !== null)
  return known.length === runs.length && known.length > 0 ? median(known) : null
}
