/** The steps of a process: of each instance those from the control point at which it rests. */

import type { FlatProcess } from '../../lower/program.ts'
import { readBits } from '../bits.ts'
import { Emitter } from '../emitter.ts'
import { pointBits } from '../state-bits.ts'
import { constant, get, i64 } from '../wat.ts'
import type { Wat } from '../wat.ts'
import { flowOf, stations } from './flow.ts'
import type { Station } from './flow.ts'
import { forInstances } from './instances.ts'
import { Transitions } from './operations.ts'
import type { Workshop } from './workshop.ts'

/** With more stations than this, each is a function. */
const mostInline = 8

/** The functions of a process; the first, which has this name, expands `$moment` by what its instances can do. */
export function processFunctions(flat: FlatProcess, name: string, shop: Workshop): readonly Wat[] {
  const { notes, generation } = shop
  const all = stations(flat)
  const busy = all.filter(({ entries }) => entries.length > 0)
  const transitions = new Transitions(flat, flowOf(flat, all), shop, name)
  const moment = get('$moment')
  const parameter: Wat = ['param', '$moment', 'i64']
  const apart = new Map<string, Wat>()

  function station(found: Station, rank: Wat, emit: Emitter): void {
    const [point = null, ...others] = found.points
    const known = others.length === 0 ? point : null
    shop.looking.station(flat, found, rank, emit)
    shop.blocking.station(flat, found, rank, emit, (running) => {
      transitions.whereRunning(moment, rank, emit, () => {
        emit.do(...running)
        for (const [transition, entry] of found.entries.entries()) {
          shop.kinds.begin(flat, found, transition, moment, rank, emit)
          transitions.write(entry, known, moment, rank, emit)
        }
      })
    })
  }

  function called(found: Station, rank: Wat, emit: Emitter): void {
    const own = `${name}.at.${found.points.join('.')}`
    const inside = new Emitter()
    // Instances that are written out one after the other call the same.
    if (!apart.has(own)) {
      inside.do(...notes.station(flat, found.points))
      station(found, flat.instances === 1 ? i64(0) : get('$instance'), inside)
      apart.set(own, inside.function(own, [['param', '$instance', 'i64'], parameter]))
    }
    emit.do(['call', own, rank, moment])
  }

  const emit = new Emitter()
  emit.do(...notes.process(flat))
  forInstances(flat, flat.operations.length, emit, (rank) => {
    emit.do(...notes.instance(flat, constant(rank)))
    const { bits, width } = pointBits(moment, { flat, rank }, generation.layout)
    dispatch(readBits(bits, width, emit), flat.points.length, busy, emit, (found) => {
      if (busy.length > mostInline) called(found, rank, emit)
      else {
        emit.do(...notes.station(flat, found.points))
        station(found, rank, emit)
      }
    })
  })
  return [emit.function(name, [parameter]), ...apart.values(), ...transitions.functions()]
}

/** Goes to the station of the control point with this number, and from there behind them all. */
function dispatch(
  point: Wat,
  points: number,
  all: readonly Station[],
  emit: Emitter,
  write: (station: Station) => void,
): void {
  const end = emit.label('rested')
  const labelled = all.map((station) => {
    return { station, label: emit.label(`point.${station.points.join('.')}`) }
  })
  const labels = Array.from(
    { length: points },
    (_, number) => labelled.find(({ station }) => station.points.includes(number))?.label ?? end,
  )
  let instructions: readonly Wat[] = [['br_table', ...labels, end, ['i32.wrap_i64', point]]]
  for (const [i, { station, label }] of labelled.entries()) {
    const isLast = i === labelled.length - 1
    instructions = [
      ['block', label, ...instructions],
      ...emit.capture(() => write(station)),
      ...(isLast ? [] : [['br', end] satisfies Wat]),
    ]
  }
  emit.do(['block', end, ...instructions])
}
