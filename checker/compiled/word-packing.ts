/** Packing into words: what begins with a word, and what lies anywhere. */

import { wordBits, wordsFor } from './code.ts'

/** Bits that lie together. */
export interface Item {
  /** In bits, without what `gaps` are. */
  readonly width: number
  /** It begins with a word. */
  readonly aligned: boolean
  /** Free bits between the first and the last of it, for others to fill. */
  readonly gaps: readonly Gap[]
}

export interface Gap {
  readonly from: number
  readonly to: number
}

export interface Packing {
  readonly words: number
  /** By item. */
  readonly offsets: readonly number[]
}

/** The most bits that a state of one word has: the store keeps the word, plus 1. */
const mostOfOneWord = wordBits - 1

/**
 * First what begins with a word; the widest that fits goes into each gap, and the rest behind. Nothing straddles two words but
 * what would else need a further one.
 */
export function packed(items: readonly Item[]): Packing {
  const offsets = new Map<Item, number>()
  const gaps: Gap[] = []
  let end = 0
  // The one that leaves most of its last word comes last: what is behind it need not fit in a gap.
  const first = items.filter(({ aligned }) => aligned)
  for (const item of first.toSorted((left, right) => tail(left) - tail(right))) {
    const from = wordsFor(end) * wordBits
    if (from > end) gaps.push({ from: end, to: from })
    offsets.set(item, from)
    gaps.push(...item.gaps.map((gap) => ({ from: from + gap.from, to: from + gap.to })))
    end = from + span(item)
  }
  const open = items.filter(({ aligned }) => !aligned).toSorted((l, r) => r.width - l.width)
  for (const gap of gaps) fillGap(gap, open, offsets)
  const bits = end + open.reduce((sum, { width }) => sum + width, 0)
  const words = bits <= mostOfOneWord ? 1 : Math.max(2, wordsFor(bits))
  fillRest(end, words === 1 ? mostOfOneWord : words * wordBits, open, offsets)
  return { words, offsets: items.map((item) => offsets.get(item) ?? 0) }
}

/** How many bits from its first to its last. */
function span({ width, gaps }: Item): number {
  return gaps.reduce((sum, { from, to }) => sum + to - from, width)
}

function tail(item: Item): number {
  return wordsFor(span(item)) * wordBits - span(item)
}

/** Takes from the open items, the widest first, what fits in the gap. */
function fillGap(gap: Gap, open: Item[], offsets: Map<Item, number>): void {
  let { from } = gap
  for (;;) {
    const item = take(open, gap.to - from)
    if (item === undefined) return
    offsets.set(item, from)
    from += item.width
  }
}

/** Places all open items; together they fit. */
function fillRest(begin: number, end: number, open: Item[], offsets: Map<Item, number>): void {
  let from = begin
  let spare = end - begin - open.reduce((sum, { width }) => sum + width, 0)
  while (open.length > 0) {
    const room = (Math.floor(from / wordBits) + 1) * wordBits - from
    const fitting = room === wordBits ? take(open, Infinity) : take(open, room)
    if (fitting === undefined && room <= spare) {
      from += room
      spare -= room
      continue
    }
    const item = fitting ?? take(open, Infinity)
    if (item === undefined) return
    offsets.set(item, from)
    from += item.width
  }
}

/** Removes the widest of at most so many bits. */
function take(open: Item[], most: number): Item | undefined {
  const position = open.findIndex(({ width }) => width <= most)
  return position === -1 ? undefined : open.splice(position, 1)[0]
}
