/** What becomes of a model in Promela, and what is refused. */

import { expect, test } from 'vitest'
import { lower } from '../../../checker/lower/lower.ts'
import {
  any,
  array,
  bool,
  index,
  int,
  label,
  model,
  sequence,
  skip,
  step,
  waitUntil,
  when,
} from '../../../dsl/index.ts'
import type { ModelTemplate } from '../../../dsl/index.ts'
import { mutex, plain } from '../../../dsl/kernel/index.ts'
import { translate } from './translate.ts'

function translated(template: ModelTemplate): string {
  return translate(lower(template.instantiate({})))
}

test('a process becomes a proctype, a control point a label, and a step one transition', () => {
  const users = model('users of a mapping', {}, (m) => {
    const lock = m.state('lock', mutex('map_lock'))
    const count = m.state('count', plain(int(0, 2)))
    const task = m.process('task', { count: 2 }, function* () {
      yield* lock.lock()
      const before = yield* count.load()
      yield* when(before.lt(2), function* () {
        yield* count.store(before.plus(1))
      })
      yield* lock.unlock()
    })
    m.always('nobody is lost', task.every((t) => t.terminated()).implies(count.value.eq(2)))
  })
  expect(translated(users)).toMatchInlineSnapshot(`
    "/* users of a mapping */

    unsigned lock : 2; /* optional thread */
    unsigned count : 2; /* int(0..2) */

    active [2] proctype task()
    {
      unsigned read_count : 2; /* read(count) */
    p0:
      if
      :: d_step { lock == 0 -> lock = _pid + 1 }; goto p1 /* mutex_lock(lock) */
      fi;
    p1:
      if
      :: d_step { count < 2 -> read_count = count }; goto p2 /* read(count) */
      :: d_step { count >= 2 -> read_count = count }; goto p3 /* read(count) */
      fi;
    p2:
      if
      :: count = read_count + 1; goto p3 /* write(count) */
      fi;
    p3:
      if
      :: d_step { assert(lock == (_pid + 1)); lock = 0; read_count = 0 }; goto end4 /* mutex_unlock(lock) */
      fi;
    end4:
      false;
    }
    "
  `)
})

test('the numbers of threads go through all processes', () => {
  const two = model('two', {}, (m) => {
    const lock = m.state('lock', mutex('lock'))
    m.process('first', { count: 2 }, function* () {
      yield* lock.lock()
    })
    m.process('second', { daemon: true }, function* () {
      yield* waitUntil(lock.isLocked())
    })
  })
  expect(translated(two)).toContain('active [2] proctype first()')
  expect(translated(two)).toContain('unsigned lock : 2; /* optional thread */')
  expect(translated(two)).toContain(':: d_step { lock == 0 -> lock = _pid + 1 }; goto end1')
})

test('locals that never live together share a variable, which is 0 when nobody lives in it', () => {
  const loads = model('loads', {}, (m) => {
    const low = m.state('low', plain(int(0, 3), 1))
    const high = m.state('high', plain(int(0, 9), 7))
    m.process('reader', function* () {
      yield* when(low.value.gt(0), function* () {
        const first = yield* low.load()
        yield* low.store(first)
      })
      const second = yield* high.load()
      yield* high.store(second)
    })
  })
  const text = translated(loads)
  expect(text).toContain('  unsigned read_low : 4; /* read(low), read(high) */')
  expect(text).toContain(':: d_step { low = read_low; read_low = 0 }; goto')
})

test('effects that read each other are put in order, in a circle with a spare variable', () => {
  const swap = model('swap', {}, (m) => {
    const left = m.state('left', int(0, 5), 1)
    const right = m.state('right', int(0, 5))
    m.action(
      'shift',
      {},
      () => left.gt(right),
      function* () {
        yield* left.set(right)
        yield* right.set(0)
      },
    )
    m.action(
      'swap',
      {},
      () => left.lt(right),
      function* () {
        yield* left.set(right)
        yield* right.set(left)
      },
    )
  })
  const text = translated(swap)
  expect(text).toContain(':: d_step { left > right -> left = right; right = 0 } /* shift */')
  expect(text).toContain(
    ':: d_step { left < right -> spare_0 = right; right = left; left = spare_0; spare_0 = 0 } /* swap */',
  )
  expect(text).toContain('int spare_0;')
})

test('what an int is below 0 is held from 0 on', () => {
  const signed = model('signed', {}, (m) => {
    const n = m.state('n', int(-2, 3), -1)
    m.action(
      'up',
      {},
      () => n.lt(0),
      function* () {
        yield* n.update((now) => now.plus(2))
      },
    )
  })
  const text = translated(signed)
  expect(text).toContain('unsigned n : 3 = 1; /* int(-2..3) */')
  expect(text).toContain(':: d_step { (n - 2) < 0 -> n = n + 2 } /* up */')
})

test('an array over numbers that do not begin with 0 begins with 0', () => {
  const levels = model('levels', {}, (m) => {
    const height = m.state('height', array(int(1, 3), bool))
    m.action(
      'raise',
      { at: int(2, 3) },
      ({ at }) => height.at(at).not(),
      function* ({ at }) {
        yield* height.at(at).set(true)
      },
    )
  })
  const text = translated(levels)
  expect(text).toContain('bit height[3]; /* bool */')
  expect(text).toContain(':: d_step { !height[1] -> height[1] = true } /* raise */')
  expect(text).toContain(':: d_step { !height[2] -> height[2] = true } /* raise */')
})

test('what a step has tested is not asked again in what it writes', () => {
  const tested = model('tested', {}, (m) => {
    const lock = m.state('lock', mutex('lock'))
    m.process('task', function* () {
      yield* lock.lock()
      yield* lock.unlock()
    })
  })
  expect(translated(tested)).toContain(':: d_step { assert(lock == (_pid + 1)); lock = 0 }; goto')
})

const refused: readonly (readonly [what: string, template: ModelTemplate])[] = [
  [
    "a 'sequence'",
    model('a sequence', {}, (m) => {
      const queue = m.state('queue', sequence(bool, 2))
      m.action(
        'drain',
        {},
        () => queue.isEmpty().not(),
        function* () {
          yield* queue.set([])
        },
      )
    }),
  ],
  [
    'a model that does not begin in one state',
    model('two beginnings', {}, (m) => {
      const on = m.state('on', bool, any())
      m.action('switch', {}, function* () {
        yield* on.update((now) => now.not())
      })
    }),
  ],
  [
    "'at'",
    model('looks at another', {}, (m) => {
      const other = m.process('other', function* () {
        yield* label('here')
        yield* skip()
      })
      m.process('watcher', function* () {
        yield* step('wait', { guard: other.only.at('here') }, function* () {})
      })
    }),
  ],
]

test.each(refused)('%s is refused at the line where it was written', (what, template) => {
  expect(() => translated(template)).toThrow(/translate\.test\.ts:\d+:\d+: /)
  expect(() => translated(template)).toThrow(`${what} has no translation to Promela. Leave`)
})

test('identifiers of Promela and C are left to them', () => {
  const named = model('named', {}, (m) => {
    const at = index('timeout', 2)
    const init = m.state('init', array(at, bool))
    const twice = m.state('init!', bool)
    m.action(
      'do',
      { i: at },
      ({ i }) => init.at(i).or(twice),
      function* ({ i }) {
        yield* init.at(i).set(false)
      },
    )
  })
  expect(translated(named)).toContain('bit init_2[2]; /* bool */\nbit init_3; /* bool */')
})
