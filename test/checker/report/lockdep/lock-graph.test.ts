/** The graph of lock classes is printed as text and for graphviz. */

import { expect, test } from 'vitest'
import type { LockGraph } from '../../../../checker/lock-order/lock-graph.ts'
import { widthOf } from '../../../../checker/report/lines.ts'
import { graphDot } from '../../../../checker/report/lockdep/graph-dot.ts'
import { graphLines } from '../../../../checker/report/lockdep/graph-text.ts'
import { model as declare } from '../../../../dsl/index.ts'
import { mutex } from '../../../../dsl/kernel/index.ts'
import { asking, at, call, setting, sleeping, spinning, text } from './scene.ts'

const a = sleeping('a_class')
const b = sleeping('b_class')
const inner = sleeping('b_class', 1)
const c = spinning('c_class')

const graph: LockGraph = {
  classes: [a, b, inner, c].map((each) => ({ class: each, usages: [] })),
  dependencies: [
    {
      dependency: { from: a, held: 'write', to: b, requested: 'write' },
      steps: [
        call('first', 'mutex_lock(b)', 14),
        call('second', 'mutex_lock(b)', 24, [['drm_gem_pin', 20]]),
      ],
      declared: [{ classes: ['a_class', 'b_class'], site: at(3) }],
    },
    {
      dependency: { from: b, held: 'read', to: inner, requested: 'recursive read' },
      steps: [call('first', 'down_read(b)', 15)],
      declared: [],
    },
    {
      dependency: { from: inner, held: 'write', to: c, requested: 'write' },
      steps: [],
      declared: [{ classes: ['b_class/1', 'c_class'], site: at(4) }],
    },
  ],
  complete: true,
}

const model = asking(a, ['write'])

test('as text: a line for each class with its marks, and below it what is taken under it', () => {
  expect(text(graphLines(graph, setting(72, model)))).toMatchInlineSnapshot(`
    "
    lock classes of model:

    (a_class){+.+.}-{sleep}
      -> b_class
          mutex_lock(b), gem.ts:14
          drm_gem_pin: mutex_lock(b), gem.ts:24
          declared at gem.ts:3
    (b_class)-{sleep}
      -(SR)-> b_class/1
          down_read(b), gem.ts:15
    (b_class/1)-{sleep}
      -> c_class
          declared at gem.ts:4
    (c_class)-{spin}
    "
  `)
})

test('for graphviz: what is only declared is dashed, readers have lockdep’s letters', () => {
  expect(text(graphDot(graph, setting(100, model)))).toMatchInlineSnapshot(`
    "
    digraph "model" {
      node [shape=box, fontname=monospace];
      edge [fontname=monospace, fontsize=10];
      "a_class" [label="(a_class){+.+.}-{sleep}"];
      "b_class" [label="(b_class)-{sleep}"];
      "b_class/1" [label="(b_class/1)-{sleep}"];
      "c_class" [label="(c_class)-{spin}"];
      "a_class" -> "b_class" [label="mutex_lock(b), gem.ts:14\\ldrm_gem_pin: mutex_lock(b), gem.ts:24\\ldeclared at gem.ts:3\\l"];
      "b_class" -> "b_class/1" [label="SR\\ldown_read(b), gem.ts:15\\l"];
      "b_class/1" -> "c_class" [label="declared at gem.ts:4", style=dashed];
    }
    "
  `)
})

test('a graph of which there may be more says so', () => {
  const part = { ...graph, complete: false }
  const said = 'Not everything was explored: there may be more dependencies.'
  expect(graphLines(part, setting(72, model)).at(-1)).toBe(said)
  expect(graphDot(part, setting(72, model))[1]).toBe(`  label="${said}";`)
})

test('a lock that nobody takes has no marks', () => {
  const idle = declare('idle', {}, (m) => {
    const lock = m.state('a', mutex('a_class'))
    m.state('b', mutex('b_class'))
    m.process('task', function* () {
      yield* lock.lock()
      yield* lock.unlock()
    })
  }).instantiate()
  const classes = [sleeping('a_class'), sleeping('b_class')].map((one) => ({
    class: one,
    usages: [],
  }))
  const lines = graphLines({ ...graph, classes, dependencies: [] }, setting(72, idle))
  expect(lines.slice(2)).toEqual(['(a_class){+.+.}-{sleep}', '(b_class)-{sleep}'])
})

test('without locks there are no classes', () => {
  const none = { classes: [], dependencies: [], complete: true }
  expect(graphLines(none, setting(72, model))).toEqual(['lock classes of model:', '', 'none'])
  expect(graphDot(none, setting(72, model)).at(-1)).toBe('}')
})

test('a name with quotes stays one name', () => {
  const quoted = { ...graph, classes: [{ class: sleeping('&"x"\\y'), usages: [] }] }
  expect(graphDot(quoted, setting(72, model))).toContain(
    String.raw`  "&\"x\"\\y" [label="(&\"x\"\\y)-{sleep}"];`,
  )
})

test.each([72, 100])('the text is at most %i columns wide', (columns) => {
  const long = sleeping(`${'very_'.repeat(25)}long`)
  const wide = { ...graph, classes: [{ class: long, usages: [] }] }
  for (const line of graphLines(wide, setting(columns, model))) {
    expect(widthOf(line)).toBeLessThanOrEqual(columns)
  }
})
