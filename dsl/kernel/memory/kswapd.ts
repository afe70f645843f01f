/** kswapd, which reclaims in the background. After `balance_pgdat` and `wakeup_kswapd` of `mm/vmscan.c`. */

import {
  bool,
  forever,
  mistaken,
  here,
  step,
  type BoolSort,
  type IdentitySort,
  type ModelBuilder,
  type PlaceOf,
  type ProcessHandle,
} from '../../index.ts'
import { gfpFlags } from './gfp.ts'
import { perModel } from '../per-model.ts'
import { reclaim } from './reclaim.ts'

interface Wait {
  /** Null where the model has no kswapd. */
  woken: PlaceOf<BoolSort> | null
}

/** Where kswapd of the model waits to be woken. */
export const kswapd_wait: () => Wait = perModel('kswapd', () => ({ woken: null }))

/**
 * Declares kswapd: a daemon that every allocation wakes, and that then calls once what is registered to give memory back, as an
 * allocation with GFP_KERNEL does. Call it after all that is registered, and before the processes that allocate.
 */
export function kswapd(m: ModelBuilder): ProcessHandle<IdentitySort<'kswapd'>, never> {
  const mm = reclaim()
  mm.mustBeOpen('kswapd')
  const woken = m.state('wakeup_kswapd', bool)
  kswapd_wait().woken = woken
  return m.process('kswapd', { daemon: true }, function* () {
    const pass = mm.pass({ gfp: gfpFlags('GFP_KERNEL'), kswapd: true })
    if (pass === null) {
      mistaken(here(), 'kswapd has nothing to reclaim', 'Register a shrinker before it')
    }
    const wait = { kind: 'event', event: 'wakeup_kswapd', by: null } as const
    yield* forever(function* () {
      yield* step('balance_pgdat', { guard: woken, wait, idle: true }, function* () {
        yield* woken.set(false)
        yield* pass.begin()
      })
      yield* pass.run()
      yield* step('balance_pgdat: done', {}, pass.end)
    })
  })
}
