/** What a thread holds at the end of a run, and since which of its steps. */

import { expect, test } from 'vitest'
import { check } from '../../../checker/check.ts'
import { array, int, model } from '../../../dsl/index.ts'
import type { AnyStatement, ModelBuilder } from '../../../dsl/index.ts'
import { mutex } from '../../../dsl/kernel/locks/mutex.ts'
import { rwsem } from '../../../dsl/kernel/locks/rwsem.ts'

type Body = () => Generator<AnyStatement<never, never>, void, unknown>

/** What the only process holds where the body comes to an end that is declared wrong, with the step that took it, from 1. */
async function held(body: (m: ModelBuilder) => Body): Promise<readonly string[]> {
  const template = model('holding', {}, (m) => {
    const end = m.state('end', int(0, 1))
    const steps = body(m)
    m.process('task', function* () {
      yield* steps()
      yield* end.set(1)
    })
    m.never('ends', end.eq(1))
  })
  const { holds } = await check(template.instantiate({}), { engine: 'reference' })
  return (holds[0] ?? []).map(({ lock, class: { name, subclass }, mode, since }) => {
    return `${lock} of ${name}/${subclass} to ${mode} since ${(since ?? -1) + 1}`
  })
}

test('a lock is held since the step that took it last', async () => {
  const found = await held((m) => {
    const a = m.state('a', mutex('a_class'))
    return function* () {
      yield* a.lock()
      yield* a.unlock()
      yield* a.lock()
    }
  })
  expect(found).toEqual(['a of a_class/0 to write since 3'])
})

test('several are in order of acquisition, a trylock among them', async () => {
  const found = await held((m) => {
    const a = m.state('a', mutex('a_class'))
    const b = m.state('b', mutex('b_class'))
    return function* () {
      yield* b.lock()
      yield* a.trylock()
    }
  })
  expect(found).toEqual(['b of b_class/0 to write since 1', 'a of a_class/0 to write since 2'])
})

test('of a family it is the element that has the name', async () => {
  const found = await held((m) => {
    const locks = m.state('lock', array(int(0, 1), mutex('object_class')))
    return function* () {
      yield* locks.at(1).lock()
    }
  })
  expect(found).toEqual(['lock[1] of object_class/0 to write since 1'])
})

test('a reader is one, and a subclass is told', async () => {
  const found = await held((m) => {
    const sem = m.state('sem', rwsem('sem_class'))
    const a = m.state('a', mutex('a_class', { subclasses: 2 }))
    return function* () {
      yield* sem.downRead()
      yield* a.lockNested(1)
    }
  })
  expect(found).toEqual(['sem of sem_class/0 to read since 1', 'a of a_class/1 to write since 2'])
})

test('what was given up is not held', async () => {
  const found = await held((m) => {
    const a = m.state('a', mutex('a_class'))
    return function* () {
      yield* a.lock()
      yield* a.unlock()
    }
  })
  expect(found).toEqual([])
})
