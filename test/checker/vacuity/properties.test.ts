/** Notes on properties, fairness, variables and labels that say nothing: given where it is so, and not on a sibling where it is not. */

import { describe, expect, test } from 'vitest'
import {
  after,
  all,
  bool,
  eventually,
  fair,
  either,
  int,
  label,
  skip,
  step,
  taken,
  when,
} from '../../../dsl/index.ts'
import type { ModelBuilder } from '../../../dsl/index.ts'
import { notesOn, vacuityOf } from './notes.ts'

/** Counts from 0 to `top`, of at most 3. */
function counter(m: ModelBuilder, top: number) {
  const n = m.state('n', int(0, 3))
  const increment = m.action(
    'up',
    {},
    () => n.lt(top),
    function* () {
      yield* n.set(n.plus(1))
    },
  )
  return { n, increment }
}

describe('an implication', () => {
  test('in an invariant never applies where its left side is never true', async () => {
    const said = (top: number) => (m: ModelBuilder) => {
      const { n } = counter(m, top)
      m.always('three is odd', n.eq(3).implies(n.mod(2).eq(1)))
    }
    expect(await notesOn(said(2))).toEqual(['never applies: three is odd: n = 3'])
    expect(await notesOn(said(3))).toEqual([])
  })

  test('under a quantifier applies where it does for any element', async () => {
    const said = (least: number) => (m: ModelBuilder) => {
      const { n } = counter(m, 1)
      m.always(
        'all are small',
        all(int(0, 5), (k) => k.ge(least).and(n.eq(1)).implies(k.le(5))),
      )
    }
    expect(await notesOn(said(5))).toEqual([])
    expect(await notesOn(said(6))).toHaveLength(1)
  })

  test('behind another one applies only where both left sides are true', async () => {
    const said = (second: number) => (m: ModelBuilder) => {
      const { n } = counter(m, 3)
      m.always('nested', n.ge(2).implies(n.eq(second).implies(n.gt(0))))
    }
    expect(await notesOn(said(2))).toEqual([])
    expect(await notesOn(said(1))).toEqual(['never applies: nested: n = 1'])
  })

  test('in a step property is asked of steps', async () => {
    const said = (to: number) => (m: ModelBuilder) => {
      const { n } = counter(m, 2)
      m.step('upwards', after(n).eq(to).implies(n.lt(to)))
    }
    expect(await notesOn(said(2))).toEqual([])
    expect(await notesOn(said(3))).toEqual([expect.stringMatching(/^never applies: upwards: /)])
  })

  test('that could fault where it is not asked is asked only there', async () => {
    const notes = await notesOn((m) => {
      const { n } = counter(m, 3)
      m.always('guarded', n.eq(0).or(n.plus(6).div(n).eq(9).implies(n.eq(1))))
    })
    expect(notes).toEqual(['never applies: guarded: (n + 6) div n = 9'])
  })

  test('in a temporal property is told once, where its test can fault too', async () => {
    const said = (m: ModelBuilder) => {
      const { n } = counter(m, 2)
      const isDivided = n.eq(3).implies(n.div(after(n)).eq(0))
      m.temporal('divided', eventually(taken(isDivided)))
    }
    expect(await notesOn(said)).toContain('never applies: divided: n = 3')
    expect((await notesOn(said)).filter((name) => name.startsWith('never applies'))).toHaveLength(1)
  })
})

describe('a leadsTo', () => {
  const said = (from: number) => (m: ModelBuilder) => {
    const { n } = counter(m, 2)
    m.leadsTo('it gets there', n.eq(from), n.eq(2))
  }

  test('never begins where its trigger is never true', async () => {
    expect(await notesOn(said(3))).toEqual(['never begins: it gets there: n = 3'])
  })

  test('that somebody triggers is no matter', async () => {
    expect(await notesOn(said(1))).toEqual([])
  })
})

describe('fairness', () => {
  test('of actions that are never taken is in vain', async () => {
    const assumed = (top: number) => (m: ModelBuilder) => {
      const { n } = counter(m, 1)
      const wrap = m.action(
        'wrap',
        {},
        () => n.eq(top),
        function* () {
          yield* n.set(0)
        },
      )
      m.fair('it goes on', 'weak', wrap)
    }
    expect(await notesOn(assumed(3))).toContain('fair in vain: it goes on')
    expect(await notesOn(assumed(1))).toEqual([])
  })

  test('of a label is in vain where nobody goes on from there', async () => {
    const assumed = (opens: boolean) => (m: ModelBuilder) => {
      const open = m.state('open', bool)
      const p = m.process('p', function* () {
        yield* open.set(opens)
        yield* label('waiting')
        yield* step('through', { guard: open }, function* () {})
      })
      m.fair('it opens', 'weak', p.steps('waiting'))
    }
    expect(await notesOn(assumed(false))).toContain('fair in vain: it opens')
    expect(await notesOn(assumed(true))).toEqual([])
  })

  test('of a branch that is never taken is in vain', async () => {
    const assumed = (from: boolean) => (m: ModelBuilder) => {
      const open = m.state('open', bool, from)
      m.process('p', function* () {
        yield* either(
          fair('strong', function* () {
            yield* step('through', { guard: open }, function* () {})
          }),
          function* () {
            yield* step('back', { guard: open.not() }, function* () {})
          },
        )
      })
    }
    expect(await notesOn(assumed(false))).toContain('fair in vain: branch of p: p: through')
    expect(await notesOn(assumed(true))).toEqual(['never taken: p: back'])
  })
})

describe('a variable', () => {
  const declared = (read: boolean) => (m: ModelBuilder) => {
    const n = m.state('n', int(0, 1))
    const log = m.ghost('log', int(0, 1))
    m.process('p', function* () {
      yield* step('write', {}, function* () {
        yield* n.set(1)
        yield* log.set(n)
      })
    })
    if (read) m.always('logged', log.le(1))
  }

  test('that nobody reads is told, a ghost too, and what is only written to a ghost that nobody reads', async () => {
    expect(await notesOn(declared(false))).toEqual(['never read: n', 'never read: log'])
  })

  test('is read where a property reads the ghost that is written from it', async () => {
    expect(await notesOn(declared(true))).toEqual([])
  })

  test('that is read for its own new value alone is never read', async () => {
    const notes = await notesOn((m) => {
      const n = m.state('n', int(0, 1))
      m.action('turn', {}, function* () {
        yield* n.set(n.plus(1).mod(2))
      })
    })
    expect(notes).toEqual(['never read: n'])
  })
})

describe('a label', () => {
  const labelled = (from: number) => (m: ModelBuilder) => {
    const n = m.state('n', int(0, 1), from)
    const p = m.process('p', function* () {
      yield* when(n.eq(1), function* () {
        yield* label('inside')
        yield* skip()
      })
    })
    m.never('inside at 0', p.some((each) => each.at('inside')).and(n.eq(0)))
  }

  test('at which nobody ever rests is told', async () => {
    expect(await notesOn(labelled(0))).toEqual([
      'never true: p: n = 1',
      'label never reached: p at inside',
    ])
    expect(await notesOn(labelled(1))).toEqual([])
  })
})

test('a note knows its line', async () => {
  const [note] = await vacuityOf((m) => {
    m.state('unread', bool)
  })
  expect(note?.site.author?.file).toBe(import.meta.filename)
})
