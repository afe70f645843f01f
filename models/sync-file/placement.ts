/** Where a buffer object is, and whether it may move. Reaching it where it was is a fault. After `drivers/gpu/drm/ttm/ttm_bo.c`. */

import {
  assert,
  bool,
  cond,
  fail,
  int,
  oneOf,
  procedure,
  ret,
  step,
  value,
  when,
  type ModelBuilder,
  type StatementNode,
  type TermOf,
} from '../../dsl/index.ts'
import { dmaResv, plain } from '../../dsl/kernel/index.ts'

/** The memory behind the buffer. What was freed is not given to the same buffer again. */
export const resource = oneOf('system', 'VRAM', 'system again')

/** What can be taken away; by default nothing. */
export const placementOmissions = oneOf(
  'none',
  'dma_resv_lock of the user',
  'dma_resv_lock of scanout',
  'ttm_bo_pin of the user',
  'ttm_bo_unpin of the user',
  'ttm_bo_pin of scanout',
  'the test of pin_count',
)

export type PlacementOmission = (typeof placementOmissions.values)[number]

interface Options {
  /** How often it is pinned at first, and how often it can be. */
  readonly pins: number
  readonly most: number
  /** Whether functions assert that the lock on which they rely is held. */
  readonly assertions: boolean
  readonly without: PlacementOmission
}

export type Placed = ReturnType<typeof placedOf>

/** Declares a buffer object in system memory. */
export function placedOf(m: ModelBuilder, { pins, most, assertions, without }: Options) {
  const resv = m.state('resv', dmaResv())
  const place = m.state('resource', resource)
  const pin_count = m.state('pin_count', plain(int(0, most), pins))

  function* assertHeld(): Generator<StatementNode<never, void>, void, unknown> {
    if (assertions) yield* resv.assertHeld()
  }

  const ttm_bo_pin = procedure(function* ttm_bo_pin() {
    yield* assertHeld()
    const pinned = yield* pin_count.load()
    yield* pin_count.store(pinned.plus(1))
  })

  const ttm_bo_unpin = procedure(function* ttm_bo_unpin() {
    yield* assertHeld()
    const pinned = yield* pin_count.load()
    yield* assert(pinned.gt(0), 'WARN_ON_ONCE(!bo->pin_count)')
    yield* pin_count.store(pinned.minus(1))
  })

  /** Moves the buffer there if it may move; tells whether it is there. */
  const moving = (name: string, to: TermOf<typeof resource>) =>
    procedure({ returns: bool }, function* ttm_bo_validate() {
      yield* assertHeld()
      const there = yield* step('ttm_resource_compatible', {}, function* () {
        return place.eq(to)
      })
      yield* when(there, function* () {
        yield* ret(true)
      })
      if (without !== 'the test of pin_count') {
        const pinned = yield* pin_count.load()
        yield* when(pinned.gt(0), function* () {
          yield* ret(false)
        })
      }
      yield* step(name, {}, function* () {
        yield* place.set(to)
      })
      yield* ret(true)
    })

  return {
    resv,
    place,
    pin_count,
    ttm_bo_pin,
    ttm_bo_unpin,
    validateVram: moving('ttm_bo_handle_move_mem(VRAM)', value(resource, 'VRAM')),
    /** It is swapped out of VRAM, or stays in system memory. */
    validateSystem: moving(
      'ttm_bo_handle_move_mem(system)',
      cond(place.eq('system'), value(resource, 'system'), 'system again'),
    ),

    /** Maps the memory that is behind it now. */
    kmap: () =>
      step('ttm_bo_vmap', {}, function* () {
        return place
      }),

    /** The CPU reads through a mapping of that memory. */
    read: (mapped: TermOf<typeof resource>) =>
      step('iosys_map_memcpy_from', {}, function* () {
        yield* when(mapped.ne(place), function* () {
          yield* fail('access through the mapping of memory from which the buffer has moved')
        })
      }),

    assertHeld,
  }
}
