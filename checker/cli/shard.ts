/** A part of the rows, so that several machines can share them. */

import { InvalidArgumentError } from 'commander'

/** The part `number`, from 1, of so many. */
export interface Shard {
  readonly number: number
  readonly of: number
}

/** `1/3`. Throws commander's error for anything else, and for a part that is not there. */
export function shard(text: string): Shard {
  const [, number = NaN, of = NaN] = (/^(\d{1,6})\/(\d{1,6})$/.exec(text) ?? []).map(Number)
  if (!(number >= 1 && number <= of)) {
    throw new InvalidArgumentError('Give which part, and of how many, such as 1/3.')
  }
  return { number, of }
}

/**
 * Whether the row, by its position among all, is in the part. Neighbours, which are often alike in size, go to different parts; all
 * parts together have each row once.
 */
export function isIn({ number, of }: Shard, row: number): boolean {
  return row % of === number - 1
}
