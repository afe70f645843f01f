/**
 * One kernel mapping for all users of a dma-buf, counted under its lock: what the documentation says that the patch of December 2020
 * corrects. Functions are those of `drivers/dma-buf/dma-buf.c` at that time.
 */

import {
  all,
  and,
  array,
  assert,
  bool,
  cond,
  count,
  fail,
  int,
  just,
  label,
  model,
  none,
  not,
  oneOf,
  optional,
  or,
  procedure,
  ret,
  step,
  value,
  when,
  type StatementNode,
  type TermOf,
} from '../../dsl/index.ts'
import { mutex, plain } from '../../dsl/kernel/index.ts'

/** What the exporter's `vmap` can give. */
const address = oneOf('address 1', 'address 2', 'address 3')
/** A kernel address; none is NULL. */
const pointer = optional(address)

/** Users that map the buffer, read it, and unmap it. */
export const dmaBufVmap = model(
  'dma_buf_vmap',
  {
    users: int(1, 3).default(2),
    /** Whether another has it mapped already, and goes away. */
    mapped: bool,
    /** Which function forgets `dmabuf->lock`. */
    unlocked: oneOf('none', 'dma_buf_vmap', 'dma_buf_vunmap', 'both'),
  },
  (m, { users, mapped, unlocked }) => {
    const most = users + (mapped ? 1 : 0)
    const lock = m.state('dmabuf->lock', mutex('&dmabuf->lock'))
    const counter = m.state('vmapping_counter', plain(int(0, most), mapped ? 1 : 0))
    const vmap_ptr = m.state('vmap_ptr', plain(pointer, mapped ? just('address 1') : none))
    const vmalloc = m.state('vmalloc', array(address, bool), [mapped, false, false])
    const forgets = (name: 'dma_buf_vmap' | 'dma_buf_vunmap') =>
      unlocked === name || unlocked === 'both'

    function* take(forgotten: boolean): Generator<StatementNode<never, void>, void, unknown> {
      if (!forgotten) yield* lock.lock()
    }
    function* giveUp(forgotten: boolean): Generator<StatementNode<never, void>, void, unknown> {
      if (!forgotten) yield* lock.unlock()
    }

    const dma_buf_vmap = procedure({ returns: pointer }, function* dma_buf_vmap() {
      yield* label('before the lock')
      yield* take(forgets('dma_buf_vmap'))
      const users = yield* counter.load()
      yield* when(users.gt(0), function* () {
        yield* counter.store(users.plus(1))
        const ptr = yield* vmap_ptr.load()
        yield* assert(ptr.isSome(), 'BUG_ON(!dmabuf->vmap_ptr)')
        yield* giveUp(forgets('dma_buf_vmap'))
        yield* ret(ptr)
      })
      const ptr = yield* step('dmabuf->ops->vmap', {}, function* () {
        const other = cond(vmalloc.at('address 2'), value(address, 'address 3'), 'address 2')
        const fresh = cond(vmalloc.at('address 1'), other, 'address 1')
        yield* when(vmalloc.at(fresh), function* () {
          yield* fail('the model has room for three kernel mappings')
        })
        yield* vmalloc.at(fresh).set(true)
        return value(pointer, just(fresh))
      })
      yield* vmap_ptr.store(ptr)
      yield* counter.store(1)
      yield* giveUp(forgets('dma_buf_vmap'))
      yield* ret(ptr)
    })

    const dma_buf_vunmap = procedure(function* dma_buf_vunmap() {
      yield* take(forgets('dma_buf_vunmap'))
      const users = yield* counter.load()
      yield* assert(users.gt(0), 'BUG_ON(dmabuf->vmapping_counter == 0)')
      yield* counter.store(users.minus(1))
      yield* when(users.eq(1), function* () {
        yield* label('unmapping')
        const ptr = yield* vmap_ptr.load()
        yield* label('unmapping')
        yield* step('dmabuf->ops->vunmap', {}, function* () {
          yield* when(not(vmalloc.at(ptr.get())), function* () {
            yield* fail('trying to vunmap a nonexistent vm area')
          })
          yield* vmalloc.at(ptr.get()).set(false)
        })
        yield* vmap_ptr.store(none)
      })
      yield* giveUp(forgets('dma_buf_vunmap'))
    })

    const read = (ptr: TermOf<typeof pointer>) =>
      step('iosys_map_memcpy_from', {}, function* () {
        yield* when(not(vmalloc.at(ptr.get())), function* () {
          yield* fail('access to a mapping that is gone')
        })
      })

    const user = m.process('user', { count: users }, function* () {
      const ptr = yield* dma_buf_vmap()
      yield* label('using')
      yield* read(ptr)
      yield* dma_buf_vunmap()
    })
    const console = mapped
      ? m.process('console', function* () {
          yield* read(value(pointer, just('address 1')))
          yield* dma_buf_vunmap()
        })
      : null

    const done = and(
      user.every((each) => each.terminated()),
      ...(console === null ? [] : [console.only.terminated()]),
    )
    const unmapping = or(
      user.some((each) => each.at('unmapping')),
      ...(console === null ? [] : [console.only.at('unmapping')]),
    )
    m.always(
      'the buffer is mapped once, where no mapping is just being undone',
      or(unmapping, count(address, (each) => vmalloc.at(each)).le(1)),
    )
    m.always(
      'in the end it is not mapped',
      done.implies(
        and(
          counter.value.eq(0),
          all(address, (each) => not(vmalloc.at(each))),
        ),
      ),
    )
    if (most > 1) {
      m.reachable('two have it mapped', counter.value.eq(2))
      m.reachable(
        'a user waits for the lock',
        and(
          lock.isLocked(),
          user.some((each) => each.at('before the lock')),
        ),
      )
    }
    m.reachable(
      'a user reads it',
      user.some((each) => each.at('using')),
    )
    m.reachable('everybody is done', done)
  },
)
