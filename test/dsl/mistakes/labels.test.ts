/** Asking for a label that is always forgotten would be answered with 'never'. */

import { describe, expect, test } from 'vitest'
import {
  atomic,
  either,
  int,
  label,
  local,
  loop,
  leave,
  procedure,
  skip,
  when,
} from '../../../dsl/index.ts'
import { rejection } from '../rejection.ts'

describe('nobody is ever at a label', () => {
  test("inside of an 'atomic'", () => {
    const said = rejection((m) => {
      const n = m.state('n', int(0, 2))
      const p = m.process('p', function* () {
        yield* atomic(function* both() {
          yield* n.set(1)
          yield* label('between')
          yield* n.set(2)
        })
      })
      m.never('between', p.only.at('between')) // here: at
    })
    expect(said).toMatchInlineSnapshot(
      `"here: 'p' is never at 'between': where it stands a label is forgotten. Put the label before the 'atomic' or 'either', or behind a step of the branch."`,
    )
  })

  test('before the first step of a branch, in a procedure that it calls too', () => {
    const said = rejection((m) => {
      const enter = procedure(function* enter() {
        yield* label('critical')
        yield* skip()
      })
      const p = m.process('p', function* () {
        yield* either(
          function* () {
            yield* enter()
          },
          function* () {
            yield* skip()
          },
        )
      })
      m.never('critical', p.only.at('critical')) // here: at
    })
    expect(said).toMatchInlineSnapshot(
      `"here: 'p' is never at 'critical': where it stands a label is forgotten. Put the label before the 'atomic' or 'either', or behind a step of the branch."`,
    )
  })
})

describe('a process can be at a label', () => {
  test('that it passes in a branch behind a step, or elsewhere too', () => {
    const said = rejection((m) => {
      const enter = procedure(function* enter() {
        yield* label('elsewhere')
        yield* skip()
      })
      const p = m.process('p', function* () {
        yield* either(
          function* () {
            yield* skip()
            yield* label('behind')
            yield* skip()
          },
          function* () {
            yield* enter()
          },
        )
        yield* enter()
      })
      m.reachable(
        'both',
        p.some((each) => each.at('behind').or(each.at('elsewhere'))),
      )
    })
    expect(said).toBe('')
  })

  test("that it passes in a branch only in the loop's second round", () => {
    const said = rejection((m) => {
      const p = m.process('p', function* () {
        const first = yield* local('first', int(0, 1), 1)
        yield* either(
          function* () {
            yield* loop(function* () {
              yield* label('head')
              yield* skip()
              yield* when(first.eq(0), function* () {
                yield* leave()
              })
              yield* first.set(0)
            })
          },
          function* () {
            yield* skip()
          },
        )
      })
      m.reachable('head', p.only.at('head'))
    })
    expect(said).toBe('')
  })
})
