/** What somebody may have meant who mistyped a name. */

/** The name that takes the fewest edits, when those are at most a third of its letters; the first of several. */
export function nearest(typed: string, names: readonly string[]): string | null {
  let best: string | null = null
  let least = Infinity
  for (const name of names) {
    const edits = distance(typed.toLowerCase(), name.toLowerCase())
    if (edits < least && edits * 3 <= Math.max(name.length, 3)) {
      best = name
      least = edits
    }
  }
  return best
}

/** Levenshtein's distance, two letters changing places counted as one edit. */
function distance(left: string, right: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: right.length + 1 }, (_, column) => column)
  for (let row = 1; row <= left.length; row++) {
    const next = [row]
    for (let column = 1; column <= right.length; column++) {
      const same = left[row - 1] === right[column - 1]
      const candidates = [
        (last[column] ?? 0) + 1,
        (next[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
      ]
      if (left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1]) {
        candidates.push((beforeLast[column - 2] ?? 0) + 1)
      }
      next.push(Math.min(...candidates))
    }
    beforeLast = last
    last = next
  }
  return last[right.length] ?? 0
}
