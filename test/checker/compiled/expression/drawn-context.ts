/** Random values, and random states. */

import { asSet } from '../../../../checker/lower/collections.ts'
import type { Context, Universe } from '../../../../checker/lower/context.ts'
import { nobody, nowhere } from '../../../../checker/lower/context.ts'
import type { Datum } from '../../../../checker/lower/datum.ts'
import type { Sort } from '../../../../dsl/ir.ts'
import type { Draw } from '../../../random/draw.ts'
import type { Subject } from './kit.ts'

/** What an expression is evaluated in: everything that it can name has some value. */
export function drawContext(
  draw: Draw,
  { process: id, binders }: Subject,
  world: Universe,
): Context {
  const { model, processes } = world.program
  const executing = id === null ? null : world.process(id)
  const moment = (): Omit<Context, 'after' | 'bound' | 'thread'> => ({
    variables: model.variables.map(({ sort }) => drawDatum(draw, sort, world)),
    points: processes.flatMap(({ instances, points }) =>
      draw.times(instances, instances, () => draw.between(nowhere, points.length - 1)),
    ),
    slots: executing?.slots.map(({ sort }) => drawDatum(draw, sort, world)) ?? [],
  })
  const thread =
    executing === null ? nobody : executing.first + draw.between(0, executing.instances - 1)
  const bound: Datum[] = []
  for (const binder of binders) bound[binder.bound] = drawDatum(draw, binder.sort, world)
  return { ...moment(), thread, bound, after: { ...moment(), thread, bound, after: null } }
}

/** A value of the sort: small collections as often as large ones. */
function drawDatum(draw: Draw, sort: Sort, world: Universe): Datum {
  const of = (inner: Sort): Datum => drawDatum(draw, inner, world)
  const between = (size: number): number => draw.between(0, size - 1)
  switch (sort.kind) {
    case 'bool':
      return between(2)
    case 'int':
      return draw.weighted([
        [2, draw.between(sort.min, sort.max)],
        [1, sort.min],
        [1, sort.max],
        [1, Math.max(sort.min, Math.min(0, sort.max))],
      ])
    case 'enum':
      return between(sort.values.length)
    case 'identity':
    case 'index':
      return between(sort.size)
    case 'thread':
      return between(world.program.threads)
    case 'optional':
      return draw.chance(35) ? [] : [of(sort.of)]
    case 'record':
      return sort.fields.map((field) => of(field.sort))
    case 'variant': {
      const tag = between(sort.cases.length)
      const payload = sort.cases[tag]?.sort ?? null
      return payload === null ? [tag] : [tag, of(payload)]
    }
    case 'array': {
      const length = Number(world.enumerate(sort.index).cardinality())
      return Array.from({ length }, () => of(sort.element))
    }
    case 'set': {
      const most_ = draw.oneOf([0, 1, 3, 100])
      return asSet(
        draw.times(0, most_, () => of(sort.of)),
        world.enumerate(sort.of),
      )
    }
    case 'sequence':
      return draw.times(0, sort.bound, () => of(sort.of))
    case 'bag':
      return draw.times(0, sort.bound, () => of(sort.of)).toSorted(world.enumerate(sort.of).compare)
  }
}
