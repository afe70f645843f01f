/** Values as plain data, the form in which engines hand states out: for reports, exporters and comparisons. */

/**
 * By sort: bool is a boolean; int, identity, index and thread a number (the latter three from 0 in their order); enum its name; optional
 * null or `{ some }`; record an object; variant `{ tag, value }` with a null value where there is no payload; array, set (ascending),
 * sequence and bag (ascending, with repeats) a list.
 */
export type Value =
  | boolean
  | number
  | string
  | null
  | { readonly some: Value }
  | { readonly tag: string; readonly value: Value }
  | { readonly [field: string]: Value }
  | readonly Value[]
