import { expect, test } from 'vitest'
import { namesOf } from '../../checker/names.ts'
import type { Domain, Expr, LockId, Wait } from '../../dsl/ir.ts'
import * as b from './reference/build.ts'

/** An expression that binds a new name, and that name. */
const binding = (name: string, value: Expr = b.yes): Expr => {
  return b.node('let', b.bool, { binder: b.binder(name, b.bool), value, body: b.yes })
}
const set = (name: string): Expr => b.collection(b.setOf(b.bool), [binding(name)])
const elements = (name: string): Domain => b.elementsOf(set(name))

test('every binder of a model is found, wherever it is', () => {
  const x = b.variable(0, b.arrayOf(b.bool, b.bool))
  const waits: Wait = {
    kind: 'any',
    of: [
      { kind: 'lock', lock: 'l', holders: binding('holders') },
      { kind: 'event', event: 'e', by: binding('by') },
      { kind: 'event', event: 'e', by: null },
    ],
  }
  const effects = [
    b.assign(b.place(x, b.inElement(binding('index'))), binding('assigned')),
    b.whenEffect(
      binding('test'),
      [b.assertThat(binding('then'), '')],
      [b.assertThat(binding('otherwise'), '')],
    ),
    b.forEach(b.binder('each', b.bool), elements('range'), [b.assertThat(binding('body'), '')]),
    b.pick(b.binder('pick', b.bool), elements('domain'), binding('filter')),
  ]
  const model = b.model({
    variables: [
      ['x', x.sort, { kind: 'value', value: binding('initial') }],
      ['y', b.bool, { kind: 'anyOf', set: set('any of') }],
    ],
    actions: [['act', [b.binder('parameter', b.bool)], binding('guard'), effects]],
    processes: [
      [
        'p',
        b.identity('p', 1),
        [
          b.step('step', binding('step guard'), [b.assertThat(binding('step effect'), '')], waits),
          b.compute(b.assertThat(binding('compute'), '')),
          b.when(
            binding('when'),
            false,
            b.block([], b.giveBack(binding('return'))),
            b.block([], b.call(0, [binding('argument')])),
          ),
          b.until(
            binding('until'),
            false,
            b.block([], b.compute(b.assertThat(binding('until body'), ''))),
          ),
          b.loop(b.block([], b.compute(b.assertThat(binding('loop body'), '')))),
          b.either(b.block([], b.atomic('', b.block([], b.step('', binding('branch'), []))))),
        ],
      ],
    ],
    procedures: [['f', [], [b.step('', binding('procedure'), [])]]],
    initially: [binding('initially', binding('nested'))],
    locks: [
      {
        id: 0 as LockId,
        name: 'l',
        lockClass: 'l',
        kind: 'sleeping',
        indices: [],
        holdings: [{ mode: 'write', subclass: 0, holders: binding('lock') }],
        site: b.site(),
      },
    ],
  })
  const found = namesOf(model).bound.values()
  const expected =
    'any of, argument, assigned, body, branch, by, compute, domain, each, filter, guard, holders, index, initial, ' +
    'initially, lock, loop body, nested, otherwise, parameter, pick, procedure, range, return, step effect, ' +
    'step guard, test, then, until, until body, when'
  const names = found.map(({ name }) => name).toArray()
  expect(names.toSorted().join(', ')).toBe(expected)
})

test('every local of a model is found, parameters too', () => {
  const locals = ['outer', 'inner', 'parameter', 'branch'].map((name) => b.local(name, b.bool))
  const [outer, inner, parameter, branch] = locals
  const nested = b.block([inner!], b.either(b.block([branch!])))
  const model = b.model({
    processes: [['p', b.identity('p', 1), b.block([outer!], b.loop(nested))]],
    procedures: [['f', [parameter!], []]],
  })
  expect(
    namesOf(model)
      .locals.values()
      .map(({ name }) => name)
      .toArray()
      .toSorted(),
  ).toEqual(['branch', 'inner', 'outer', 'parameter'])
})
