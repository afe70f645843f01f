/** What a random step says that it waits for. It changes nothing that an engine does. */

import type { Wait } from '../../dsl/ir.ts'
import { thread } from './nodes.ts'
import type { Maker, Scope } from './scope.ts'

const holderSorts = [
  { kind: 'optional', of: thread },
  { kind: 'set', of: thread },
] as const

export function drawWait(maker: Maker, scope: Scope, depth: number): Wait {
  const { draw } = maker
  const holders = () => maker.expr(draw.oneOf(holderSorts), scope, 2)
  return draw.weighted<() => Wait>([
    [3, () => ({ kind: 'lock', lock: 'mutex', holders: holders() })],
    [2, () => ({ kind: 'event', event: 'wake', by: draw.chance(50) ? holders() : null })],
    [depth, () => ({ kind: 'any', of: draw.times(1, 2, () => drawWait(maker, scope, depth - 1)) })],
  ])()
}
