/** What a model says of fairness: what becomes of it in the IR, and what is a mistake. */

import { describe, expect, test } from 'vitest'
import {
  atomic,
  bool,
  either,
  fair,
  identity,
  label,
  model,
  procedure,
  skip,
  step,
  when,
  type ActionHandle,
  type ModelBuilder,
} from '../../dsl/index.ts'
import type { Model } from '../../dsl/ir.ts'
import { visitStatements } from '../../dsl/walk.ts'
import { rejection } from './rejection.ts'

const built = (declare: (m: ModelBuilder) => void): Model =>
  model('fairness', {}, declare).instantiate()

/** What the model declares, without places. */
function declared(declare: (m: ModelBuilder) => void): readonly unknown[] {
  return built(declare).fairness.map(({ name, strength, steps }) => ({ name, strength, steps }))
}

const nothing = function* () {}

describe('a declaration of fairness', () => {
  test('is of the steps from a label, for each instance', () => {
    const list = declared((m) => {
      const p = m.process('p', { count: 2 }, function* () {
        yield* label('waiting')
        yield* skip()
      })
      m.fair('served', 'strong', p.steps('waiting'))
    })
    expect(list).toEqual([
      {
        name: 'served',
        strength: 'strong',
        steps: { kind: 'label', process: 0, label: 'waiting' },
      },
    ])
  })

  test('is of an action, of several together, and of each', () => {
    const list = declared((m) => {
      const lose = m.action('Lose', {}, nothing)
      const send = m.action('Send', { n: identity('node', 2) }, nothing)
      m.fair('one', 'weak', lose)
      m.fair('both', 'weak', [send, lose])
      m.fair('each', 'strong', [lose, send], { each: true })
    })
    expect(list).toEqual([
      { name: 'one', strength: 'weak', steps: { kind: 'actions', actions: [0], each: false } },
      { name: 'both', strength: 'weak', steps: { kind: 'actions', actions: [1, 0], each: false } },
      { name: 'each', strength: 'strong', steps: { kind: 'actions', actions: [0, 1], each: true } },
    ])
  })

  test('has a name of its own', () => {
    const said = rejection((m) => {
      const act = m.action('Act', {}, nothing)
      m.fair('acts', 'weak', act) // first: fair
      m.fair('acts', 'strong', act) // second: fair
    })
    expect(said).toMatchInlineSnapshot(
      `"second: the fairness 'acts' is declared twice (first at first). Rename one."`,
    )
  })

  test('is of one action at least', () => {
    const said = rejection((m) => {
      m.fair('nobody', 'weak', []) // here: fair
    })
    expect(said).toMatchInlineSnapshot(
      `"here: fairness of no action is declared. Give one or more."`,
    )
  })

  test('names no action twice', () => {
    const said = rejection((m) => {
      const act = m.action('Act', {}, nothing)
      m.fair('acts', 'weak', [act, act]) // here: fair
    })
    expect(said).toMatchInlineSnapshot(`"here: 'Act' is given twice. Give it once."`)
  })

  test('is of an action of this model', () => {
    const others: ActionHandle[] = []
    built((m) => others.push(m.action('Act', {}, nothing)))
    const said = rejection((m) => {
      m.action('Act', {}, nothing)
      m.fair('acts', 'weak', others) // here: fair
    })
    expect(said).toMatchInlineSnapshot(
      `"here: 'Act' is an action of another model. Declare it with this model's 'm'."`,
    )
  })

  test('is of a label that the process has', () => {
    const said = rejection((m) => {
      const p = m.process('p', function* () {
        yield* label('waiting')
        yield* skip()
      })
      // @ts-expect-error: the label is mistyped
      m.fair('served', 'weak', p.steps('waitin')) // here: steps
    })
    expect(said).toMatchInlineSnapshot(`"here: 'p' has no label 'waitin'. Its labels are waiting."`)
  })

  test('is of a label at which the process can rest', () => {
    const said = rejection((m) => {
      const p = m.process('p', function* () {
        yield* atomic(function* () {
          yield* label('inside')
          yield* skip()
        })
      })
      m.fair('served', 'weak', p.steps('inside')) // here: fair
    })
    expect(said).toMatchInlineSnapshot(
      `"here: 'p' is never at 'inside': where it stands a label is forgotten. Put the label before the 'atomic' or 'either', or behind a step of the branch."`,
    )
  })
})

describe('the fairness of a process', () => {
  test.each([
    [{}, 'weak'],
    [{ fairness: 'weak' }, 'weak'],
    [{ fairness: 'strong' }, 'strong'],
    [{ fairness: 'none' }, null],
  ] as const)('with %o is %s', (options, fairness) => {
    const { processes } = built((m) => {
      m.process('p', options, function* () {
        yield* skip()
      })
    })
    expect(processes[0]?.fairness).toBe(fairness)
  })

  test("may be 'none' where a step of it is strong", () => {
    const said = rejection((m) => {
      m.process('p', { fairness: 'none' }, function* () {
        yield* step('take', { fairness: 'strong' }, function* () {})
      })
    })
    expect(said).toBe('')
  })
})

describe("a branch that says what is assumed, by 'fair'", () => {
  const branch = function* () {
    yield* skip()
  }

  test('says so in its either', () => {
    const { processes } = built((m) => {
      m.process('p', function* () {
        yield* either(fair('strong', branch), branch, fair('none', branch), fair('weak', branch))
        yield* either(branch, branch)
      })
    })
    const found: unknown[] = []
    for (const { body } of processes) {
      visitStatements(body, (each) => {
        if (each.kind === 'either') found.push(each.branchFairness)
      })
    }
    expect(found).toEqual([['strong', null, 'none', 'weak'], undefined])
  })

  test('is simply a body anywhere else', () => {
    const said = rejection((m) => {
      const a = m.state('a', bool)
      m.process('p', function* () {
        yield* when(a, fair('strong', branch))
      })
    })
    expect(said).toBe('')
  })

  test("counts for nothing inside of an 'atomic', which is a mistake", () => {
    const said = rejection((m) => {
      m.process('p', function* () {
        yield* atomic(function* () {
          // around: atomic
          yield* skip()
          yield* either(fair('strong', branch), branch) // here: either
        })
      })
    })
    expect(said).toMatchInlineSnapshot(
      `"here: what is assumed of a branch counts for nothing inside of an 'atomic' (at around). Leave out its 'fair', or put the 'either' outside."`,
    )
  })

  test("is a mistake in a procedure that an 'atomic' calls too", () => {
    const said = rejection((m) => {
      const send = procedure(function* send() {
        yield* either(fair('none', branch), branch) // here: either
      })
      m.process('p', function* () {
        yield* atomic(function* () {
          // around: atomic
          yield* send()
        })
      })
    })
    expect(said).toContain(
      "here: what is assumed of a branch counts for nothing inside of an 'atomic' (at around)",
    )
  })
})

describe('a strength that there is not', () => {
  // A model can be run without a compiler's check.
  const strongly = 'strongly' as 'strong'
  const branch = function* () {
    yield* skip()
  }

  test.each([
    [
      'of a process',
      (m: ModelBuilder) => {
        m.process('p', { fairness: strongly }, function* () {
          yield* skip()
        })
      },
      "Give 'weak' or 'strong' or 'none'",
    ],
    [
      'of a step',
      (m: ModelBuilder) => {
        m.process('p', function* () {
          yield* step('take', { fairness: strongly }, function* () {})
        })
      },
      "Give 'strong' or 'none'",
    ],
    [
      'of a branch',
      (m: ModelBuilder) => {
        m.process('p', function* () {
          yield* either(fair(strongly, branch), branch)
        })
      },
      "Give 'weak' or 'strong' or 'none'",
    ],
    [
      'of an action',
      (m: ModelBuilder) => {
        m.fair('taken', strongly, m.action('take', {}, nothing))
      },
      "Give 'weak' or 'strong'",
    ],
  ] as const)('is a mistake, %s', (_, build, remedy) => {
    expect(rejection(build)).toMatch(
      new RegExp(`^\\S+: fairness cannot be 'strongly'. ${remedy}.$`),
    )
  })
})
