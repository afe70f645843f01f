/** Sorts: the finite types of values. */

export type Sort =
  | { readonly kind: 'bool' }
  | { readonly kind: 'int'; readonly min: number; readonly max: number }
  | { readonly kind: 'enum'; readonly values: readonly string[] }
  | { readonly kind: 'identity'; readonly name: string; readonly size: number }
  | { readonly kind: 'index'; readonly name: string; readonly size: number }
  | { readonly kind: 'thread' }
  | { readonly kind: 'optional'; readonly of: Sort }
  | { readonly kind: 'record'; readonly fields: readonly Field[] }
  | { readonly kind: 'variant'; readonly cases: readonly Case[] }
  | { readonly kind: 'array'; readonly index: Sort; readonly element: Sort }
  | { readonly kind: 'set'; readonly of: Sort }
  | { readonly kind: 'sequence'; readonly of: Sort; readonly bound: number }
  | { readonly kind: 'bag'; readonly of: Sort; readonly bound: number }

export type SortOf<K extends Sort['kind']> = Extract<Sort, { kind: K }>

export interface Field {
  readonly name: string
  readonly sort: Sort
}

/** One case of a variant; `sort` is null for a case without payload. */
export interface Case {
  readonly tag: string
  readonly sort: Sort | null
}
