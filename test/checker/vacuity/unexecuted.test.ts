/** Notes on what is never executed: each is given where it is so, and not on a sibling where it is not. */

import { describe, expect, test } from 'vitest'
import {
  and,
  any,
  array,
  assert,
  atomic,
  bool,
  either,
  fail,
  index,
  int,
  nth,
  procedure,
  step,
  until,
  value,
  waitUntil,
  when,
} from '../../../dsl/index.ts'
import type { ModelBuilder } from '../../../dsl/index.ts'
import { mutex, plain } from '../../../dsl/kernel/index.ts'
import { notesOn, vacuityOf } from './notes.ts'

/** `open` comes true only where the model says so. */
function gated(opens: boolean, second: boolean) {
  return (m: ModelBuilder): void => {
    const open = m.state('open', bool)
    const ready = m.state('ready', bool)
    m.process('gate', function* () {
      yield* step('prepare', {}, function* () {
        if (opens) yield* open.set(true)
        if (second) yield* ready.set(true)
      })
    })
    m.process('guest', function* () {
      yield* step('enter', { guard: and(open, ready) }, function* () {})
      yield* step('look around', {}, function* () {})
      yield* step('leave', {}, function* () {})
    })
  }
}

describe('a step', () => {
  test('whose guard is never true is never taken, and nothing is said of what follows', async () => {
    expect(await notesOn(gated(false, true))).toEqual(['never taken: guest: enter'])
  })

  test('whose guard is true somewhere is no matter', async () => {
    expect(await notesOn(gated(true, true))).toEqual([])
  })

  test('is told with the conjunct that is never true where those before it are', async () => {
    const [first] = await vacuityOf(gated(true, false))
    expect(first?.because).toBe("'ready' is never true where what stands before it is")
    const [second] = await vacuityOf(gated(false, true))
    expect(second?.because).toBe("'open' is never true")
  })

  test('that always fails is not expected to be taken', async () => {
    const notes = await notesOn((m) => {
      const wrong = m.state('wrong', bool)
      m.process('p', function* () {
        yield* wrong.set(false)
        yield* when(wrong, function* () {
          yield* fail('it went wrong')
        })
        yield* step('check', {}, function* () {
          yield* when(wrong, function* () {
            yield* fail('it went wrong')
          })
          yield* wrong.set(false)
        })
      })
    })
    expect(notes).toEqual([])
  })

  test('in a procedure is covered where any of its callers comes to it', async () => {
    const calls = (both: boolean) => (m: ModelBuilder) => {
      const flag = m.state('flag', bool)
      const visit = procedure({ params: { loud: bool } }, function* visit({ loud }) {
        yield* when(loud, function* () {
          yield* flag.set(true)
        })
        yield* flag.set(false)
      })
      m.process('quiet', function* () {
        yield* visit({ loud: false })
      })
      if (both) {
        m.process('loud', function* () {
          yield* visit({ loud: true })
        })
      }
    }
    expect(await notesOn(calls(true))).not.toContainEqual(expect.stringContaining('never t'))
    expect(await notesOn(calls(false))).toContain('never true: visit: loud')
  })

  test('behind a guard that is true for other callers alone is never reached', async () => {
    const passing = (second: boolean) => (m: ModelBuilder) => {
      const door = index('door', 2)
      const open = m.state('open', array(door, bool), [true, second])
      const pass = procedure({ params: { through: door } }, function* pass({ through }) {
        yield* step('pass', { guard: open.at(through) }, function* () {})
      })
      m.process('first', function* () {
        yield* pass({ through: nth(door, 0) })
      })
      m.process('second', function* () {
        yield* pass({ through: nth(door, 1) })
        yield* step('arrive', {}, function* () {})
        yield* step('rest', {}, function* () {})
      })
    }
    expect(await notesOn(passing(true))).toEqual([])
    expect(await notesOn(passing(false))).toEqual(['never reached: second: arrive'])
  })
})

describe('a call of a primitive', () => {
  /** `taken` has the lock from the beginning, if it is there, and keeps it. */
  const scene = (taken: boolean) => (m: ModelBuilder) => {
    const lock = m.state('lock', mutex('lock'))
    const phase = m.state('phase', int(0, 1))
    if (taken) {
      m.process('owner', function* () {
        yield* lock.lock()
        yield* phase.set(1)
        yield* waitUntil(phase.eq(0))
      })
    }
    m.process('late', function* () {
      if (taken) yield* waitUntil(phase.eq(1))
      yield* lock.lock()
      yield* lock.unlock()
    })
  }

  test('is never taken where nobody gets through', async () => {
    expect(await notesOn(scene(true))).toEqual([
      'never taken: owner: waitUntil',
      'never taken: late: mutex_lock(lock)',
    ])
  })

  test('is covered whatever branches of its own are not', async () => {
    expect(await notesOn(scene(false))).not.toContainEqual(expect.stringContaining('never t'))
    const trying = await notesOn((m) => {
      const lock = m.state('lock', mutex('lock'))
      m.process('only', function* () {
        const got = yield* lock.trylock()
        yield* when(got, function* () {
          yield* lock.unlock()
        })
      })
    })
    expect(trying).toEqual([])
  })
})

describe('a test', () => {
  const deciding = (from: number) => (m: ModelBuilder) => {
    const n = m.state('n', int(0, 3), from)
    m.process('p', function* () {
      yield* when(
        n.gt(0),
        function* () {
          yield* n.set(0)
        },
        function* () {
          yield* n.set(1)
        },
      )
    })
  }

  test('that is never true is told for its branch', async () => {
    expect(await notesOn(deciding(0))).toEqual(['never true: p: n > 0'])
  })

  test('that is never false is told for the other one', async () => {
    expect(await notesOn(deciding(1))).toEqual(['never false: p: n > 0'])
  })

  test('that is both is no matter', async () => {
    const notes = await notesOn((m) => {
      const n = m.state('n', int(0, 1), any())
      m.process('p', function* () {
        yield* when(n.gt(0), function* () {
          yield* n.set(0)
        })
      })
    })
    expect(notes).toEqual([])
  })

  test('without anything where it is false may be always true', async () => {
    const notes = await notesOn((m) => {
      const n = m.state('n', int(0, 1), 1)
      m.process('p', function* () {
        yield* when(n.gt(0), function* () {
          yield* n.set(0)
        })
        yield* n.set(1)
      })
    })
    expect(notes).toEqual([])
  })

  test('of a loop that is never left is told where something stands behind it', async () => {
    const looping = (ends: boolean) => (m: ModelBuilder) => {
      const n = m.state('n', int(0, 1))
      m.process('p', function* () {
        yield* until(n.eq(1), function* () {
          yield* n.set(ends ? 1 : 0)
        })
        yield* n.set(0)
      })
    }
    expect(await notesOn(looping(false))).toEqual(['never true: p: n = 1'])
    expect(await notesOn(looping(true))).toEqual([])
  })

  test('inside of a step is told too', async () => {
    const inside = (free: boolean) => (m: ModelBuilder) => {
      const n = m.state('n', int(0, 1), free ? any() : 0)
      m.process('p', function* () {
        yield* step('turn', {}, function* () {
          yield* when(n.eq(1), function* () {
            yield* n.set(0)
          })
        })
      })
    }
    expect(await notesOn(inside(false))).toEqual(['never true: p: n = 1'])
    expect(await notesOn(inside(true))).toEqual([])
  })
})

describe('a branch of an either', () => {
  const choosing = (from: number) => (m: ModelBuilder) => {
    const n = m.state('n', int(0, 1), from)
    m.process('p', function* () {
      yield* either(
        function* () {
          yield* step('up', { guard: n.eq(0) }, function* () {})
        },
        function* () {
          yield* step('down', { guard: n.eq(1) }, function* () {})
        },
      )
    })
  }

  test('is told by its first step', async () => {
    expect(await notesOn(choosing(0))).toEqual(['never taken: p: down'])
    expect(await notesOn(choosing(1))).toEqual(['never taken: p: up'])
  })
})

describe('an atomic', () => {
  test('is told by the guard of its first step', async () => {
    const inside = (from: boolean) => (m: ModelBuilder) => {
      const open = m.state('open', bool, from)
      m.process('p', function* () {
        yield* atomic(function* both() {
          yield* step('first', { guard: open }, function* () {})
          yield* open.set(false)
        })
      })
    }
    expect(await notesOn(inside(false))).toEqual(['never taken: p: first'])
    expect(await notesOn(inside(true))).toEqual([])
  })
})

describe('an action', () => {
  const counting = (top: number) => (m: ModelBuilder) => {
    const n = m.state('n', int(0, 3))
    m.action(
      'up',
      {},
      () => n.lt(top),
      function* () {
        yield* n.set(n.plus(1))
      },
    )
    m.action(
      'wrap',
      {},
      () => n.eq(3),
      function* () {
        yield* n.set(0)
      },
    )
  }

  test('is told by its name, and with its guard', async () => {
    const [only, ...others] = await vacuityOf(counting(2))
    expect(only).toMatchObject({
      kind: 'never taken',
      subject: 'wrap',
      because: "'n = 3' is never true",
    })
    expect(others).toEqual([])
  })

  test('that is taken is no matter', async () => {
    expect(await notesOn(counting(3))).toEqual([])
  })
})

describe('nothing is said', () => {
  const dead = (m: ModelBuilder): void => {
    const n = m.state('n', int(0, 3))
    m.process('p', function* () {
      yield* step('never', { guard: n.eq(3) }, function* () {})
    })
    m.process('q', function* () {
      yield* assert(n.eq(0), 'n is 0')
      yield* n.set(1)
    })
  }

  test('of a model in which something is wrong', async () => {
    const wrong = (m: ModelBuilder): void => {
      const { x } = { x: m.state('x', plain(int(0, 1))) }
      dead(m)
      m.process('r', function* () {
        yield* x.store(1)
      })
      m.always('x stays 0', x.value.eq(0))
    }
    expect(await notesOn(dead)).toEqual(['never taken: p: never'])
    expect(await notesOn(wrong)).toEqual([])
  })

  test('where something was cut', async () => {
    expect(await notesOn(dead, { maxDepth: 1 })).toEqual([])
    const outside = (m: ModelBuilder): void => {
      dead(m)
      m.constraint('nowhere', value(bool, false))
    }
    expect(await notesOn(outside)).toEqual([])
  })
})
