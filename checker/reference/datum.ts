/** Values as the interpreter holds them: JavaScript scalars and Immutable collections, equal when their structure is. */

import { List, Map, Set } from 'immutable'

/**
 * By sort: bool is a boolean; int, identity, index and thread a number (the latter three from 0); enum its name; optional an empty list
 * or a list of one; record a map by field; variant a list of tag and payload (null where there is none); array a map by index; set a
 * set; sequence a list; bag a map from each distinct element to how often it is in it.
 */
export type Datum = boolean | number | string | null | List<Datum> | Map<Datum, Datum> | Set<Datum>

/** The optional without a value. */
export const none: List<Datum> = List()

/** The optional with this value. */
export function some(value: Datum): List<Datum> {
  return List.of(value)
}

/** The number of elements of a bag, repeats included. */
export function bagSize(bag: Map<Datum, Datum>): number {
  return bag.valueSeq().reduce((sum, count) => sum + asNumber(count), 0)
}

/** The value as a boolean. This and the next five throw when the model is not well sorted, which the author's surface excludes. */
export function asBoolean(value: Datum): boolean {
  if (typeof value !== 'boolean') throw unexpected('a boolean', value)
  return value
}

export function asNumber(value: Datum): number {
  if (typeof value !== 'number') throw unexpected('a number', value)
  return value
}

export function asString(value: Datum): string {
  if (typeof value !== 'string') throw unexpected('a name', value)
  return value
}

export function asList(value: Datum): List<Datum> {
  if (!List.isList(value)) throw unexpected('a list', value)
  return value
}

export function asMap(value: Datum): Map<Datum, Datum> {
  if (!Map.isMap(value)) throw unexpected('a map', value)
  return value
}

export function asSet(value: Datum): Set<Datum> {
  if (!Set.isSet(value)) throw unexpected('a set', value)
  return value
}

/** What the map has under the key, which must be there. */
export function entry<Key, Value>(map: { get(key: Key): Value | undefined }, key: Key): Value {
  const value = map.get(key)
  if (value === undefined) throw new Error(`there is nothing under ${String(key)}`)
  return value
}

/** What the list has at the position, which must be in it. */
export function item<Value>(list: List<Value> | readonly Value[], position: number): Value {
  const value = List.isList(list) ? list.get(position) : list[position]
  if (value === undefined) throw new Error(`nothing at position ${position}`)
  return value
}

function unexpected(expected: string, value: Datum): Error {
  return new Error(`expected ${expected}, not ${String(value)}: the model is not well sorted`)
}
