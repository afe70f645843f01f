/** Each function and each callback of the dma-buf locking convention, wrongly locked, is caught; rightly locked it is not. */

import { describe, expect, test } from 'vitest'
import { check } from '../../../checker/check.ts'
import { describe as words } from '../../../checker/verdict.ts'
import { model } from '../../../dsl/index.ts'
import { mutex } from '../../../dsl/kernel/index.ts'
import { dmaBufContract, type CallName, type Contract } from '../../../models/dma-buf/contract.ts'
import {
  callbacks,
  functions,
  type DmaBufFunction,
  type DmaBufOp,
} from '../../../models/dma-buf/convention.ts'

async function verdict(contract: Contract): Promise<string> {
  const driver = model('driver', {}, (m) => {
    dmaBufContract(m, contract)
  })
  return words((await check(driver.instantiate())).verdict)
}

// Object.keys forgets which keys there are.
const functionNames = Object.keys(functions) as DmaBufFunction[]
const opNames = Object.keys(callbacks) as DmaBufOp[]
const held = functionNames.filter((name) => functions[name] === 'held')
const notHeld = functionNames.filter((name) => functions[name] === 'not held')

/** The calls with the lock held around them. */
function locked(...calls: readonly CallName[]): readonly CallName[] {
  return ['dma_resv_lock', ...calls, 'dma_resv_unlock']
}

/** What goes around a call, so that nothing but its locking can be wrong. */
const around: { readonly [name in DmaBufFunction]?: readonly [CallName[], CallName[]] } = {
  dma_buf_vmap: [[], ['dma_buf_vunmap']],
  dma_buf_vunmap: [['dma_buf_vmap'], []],
  dma_buf_vmap_unlocked: [[], ['dma_buf_vunmap_unlocked']],
  dma_buf_vunmap_unlocked: [['dma_buf_vmap_unlocked'], []],
  dma_buf_attach: [[], ['dma_buf_detach']],
  dma_buf_dynamic_attach: [[], ['dma_buf_detach']],
  dma_buf_detach: [['dma_buf_attach'], []],
  dma_buf_get: [[], ['dma_buf_put']],
}

/** The functions that need an attachment, which is made before and goes after. */
const attached: readonly DmaBufFunction[] = [
  'dma_buf_pin',
  'dma_buf_unpin',
  'dma_buf_map_attachment',
  'dma_buf_unmap_attachment',
  'dma_buf_map_attachment_unlocked',
  'dma_buf_unmap_attachment_unlocked',
]

/** A driver that calls the function as the convention asks, and else nothing that is wrong. */
function rightly(name: DmaBufFunction): readonly CallName[] {
  const [before, after] = around[name] ?? [[], []]
  const calls = [...before, name, ...after]
  const inside = functions[name] === 'held' ? locked(...calls) : calls
  return attached.includes(name) ? ['dma_buf_dynamic_attach', ...inside, 'dma_buf_detach'] : inside
}

describe('a driver', () => {
  test.each(held)('fails an assertion when it calls %s without the lock', async (name) => {
    expect(await verdict({ drivers: { driver: [name] } })).toBe("assertion: 'resv' is not held")
  })

  test.each(notHeld)('fails an assertion when it calls %s with the lock', async (name) => {
    expect(await verdict({ drivers: { driver: locked(name) } })).toBe("assertion: 'resv' is held")
  })

  test.each(functionNames)('calls %s rightly', async (name) => {
    expect(await verdict({ drivers: { driver: rightly(name) } })).toBe('holds')
  })
})

describe('without assertions', () => {
  const locking: readonly DmaBufFunction[] = [
    'dma_buf_attach',
    'dma_buf_dynamic_attach',
    'dma_buf_detach',
    'dma_buf_map_attachment_unlocked',
    'dma_buf_unmap_attachment_unlocked',
    'dma_buf_vmap_unlocked',
    'dma_buf_vunmap_unlocked',
  ]
  test.each(locking)('a driver that calls %s with the lock waits for itself', async (name) => {
    const drivers = { driver: locked(name) }
    expect(await verdict({ drivers, assertions: false })).toMatch(/^deadlock/)
  })

  test.each(['dma_buf_begin_cpu_access', 'dma_buf_end_cpu_access'] as const)(
    'might_lock tells that %s is called with the lock',
    async (name) => {
      const drivers = { driver: locked(name) }
      expect(await verdict({ drivers, assertions: false })).toMatch(/^lock order.*recursive/)
    },
  )

  test.each(['dma_buf_export', 'dma_buf_fd', 'dma_buf_put', 'dma_buf_mmap'] as const)(
    'nothing tells that %s is called with the lock, as it takes none itself',
    async (name) => {
      const drivers = { driver: locked(name) }
      expect(await verdict({ drivers, assertions: false })).toBe('holds')
    },
  )
})

describe('an exporter', () => {
  /** Calls every callback: a static attachment pins where it maps. */
  const driver: readonly CallName[] = [
    'dma_buf_attach',
    'dma_buf_mmap',
    'dma_buf_begin_cpu_access',
    'dma_buf_end_cpu_access',
    ...locked(
      'dma_buf_map_attachment',
      'dma_buf_vmap',
      'dma_buf_vunmap',
      'dma_buf_unmap_attachment',
    ),
    'dma_buf_detach',
    'dma_buf_put',
  ]

  test.each(opNames.filter((op) => callbacks[op] === 'held'))(
    'waits for itself when %s takes the lock',
    async (op) => {
      const seen = await verdict({
        drivers: { driver },
        exporter: ({ resv }) => ({
          *[op]() {
            yield* resv.lock()
            yield* resv.unlock()
          },
        }),
      })
      expect(seen).toMatch(/^deadlock/)
    },
  )

  test.each(opNames.filter((op) => callbacks[op] === 'not held'))(
    'may take the lock in %s, and is called there',
    async (op) => {
      const taking = (unlocks: boolean): Contract => ({
        drivers: { driver },
        exporter: ({ resv }) => ({
          *[op]() {
            yield* resv.lock()
            if (unlocks) yield* resv.unlock()
          },
        }),
      })
      expect(await verdict(taking(true))).toBe('holds')
      expect(await verdict(taking(false))).not.toBe('holds')
    },
  )

  test.each(opNames.filter((op) => callbacks[op] === 'held'))(
    'is caught when %s gives up the lock for a while',
    async (op) => {
      const seen = await verdict({
        drivers: { driver },
        exporter: ({ resv }) => ({
          *[op]() {
            yield* resv.unlock()
            yield* resv.lock()
          },
        }),
      })
      expect(seen).toBe('violated: a callback that is called with the lock keeps it')
    },
  )
})

test('two drivers that take their locks in either order around the contract deadlock', async () => {
  const drivers = model('drivers', {}, (m) => {
    const lock = m.state('lock', mutex('&dev->lock'))
    dmaBufContract(m, {
      drivers: {
        *outside({ dma_buf_vmap_unlocked, dma_buf_vunmap_unlocked }) {
          yield* lock.lock()
          yield* dma_buf_vmap_unlocked()
          yield* dma_buf_vunmap_unlocked()
          yield* lock.unlock()
        },
        *inside({ resv }) {
          yield* resv.lock()
          yield* lock.lock()
          yield* lock.unlock()
          yield* resv.unlock()
        },
      },
    })
  })
  expect(words((await check(drivers.instantiate())).verdict)).toMatch(/^deadlock/)
})

test('a name that is no function of the contract is refused', () => {
  const driver = model('driver', {}, (m) => {
    // What JavaScript could give.
    dmaBufContract(m, { drivers: { importer: ['dma_buf_lock' as CallName] } })
  })
  expect(() => driver.instantiate()).toThrow(
    "'importer' calls 'dma_buf_lock', which is no function of the contract",
  )
})
