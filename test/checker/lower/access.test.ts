import { expect, test } from 'vitest'
import type { Expr, Model, Statement } from '../../../dsl/ir.ts'
import type { Footprint, Location, Reads, Which } from '../../../checker/lower/access.ts'
import { accesses } from '../../../checker/lower/access.ts'
import { lower } from '../../../checker/lower/lower.ts'
import { expressionText } from '../../../checker/expression-text.ts'
import {
  action,
  asStep,
  assign,
  atomic,
  block,
  call,
  compute,
  either,
  forEach,
  model,
  pick,
  place,
  procedure,
  process,
  step,
  when,
} from './build.ts'
import {
  array,
  arrayOf,
  at,
  binder,
  bool,
  element,
  eq,
  field,
  get,
  identity,
  int,
  its,
  lit,
  local,
  no,
  not,
  num,
  of,
  quantifier,
  record,
  self,
  terminated,
  values,
  variable,
} from './terms.ts'

const cpu = identity('cpu', 3)
const lock = record({ held: bool, count: int(0, 3) })
const free: Expr = {
  ...no,
  kind: 'record',
  sort: lock,
  fields: [
    { name: 'held', value: no },
    { name: 'count', value: num(0) },
  ],
}
const locks = variable(0, 'locks', array(cpu, lock), arrayOf(cpu, free))
const x = variable(1, 'x', int(0, 3), num(0))
const who = variable(2, 'who', cpu, lit(cpu, 0))
const i = binder(0, 'i', cpu)
const mine = local(0, 'mine', cpu)
const cpuOf = (number: number): Expr => lit(cpu, number)
const held = (index: Expr): Expr => field(element(of(locks), index), 'held')

/** What the transition at this point reads and writes; only what there is. */
function footprintAt(parts: Partial<Model>, point = 0, transition = 0): object {
  const program = lower(model({ variables: [locks, x, who], ...parts }))
  const [flat] = program.processes
  const found = flat?.points[point]?.transitions[transition]
  if (flat === undefined || found === undefined) throw new Error('there is no such transition')
  return shown(accesses(program).transition(flat, found), program.model)
}

function ofStatements(...statements: Statement[]): object {
  return footprintAt({
    processes: [process('p', block([mine], ...statements), { sort: cpu })],
  })
}

function shown({ guard, effects, writes }: Footprint, whole: Model): object {
  const which = (position: Which): string =>
    position.kind === 'known'
      ? `${position.number}`
      : position.kind === 'computed' || position.kind === 'late'
        ? expressionText(position.index, whole)
        : '*'
  const location = ({ variable: id, path, access }: Location): string => {
    const steps = path.map((each) =>
      each.kind === 'field' ? `.${each.field}` : `[${which(each)}]`,
    )
    const how = access === 'model' ? '' : ` (${access})`
    return `${whole.variables[id]?.name}${steps.join('')}${how}`
  }
  const reads = ({ locations, controls }: Reads): string[] => [
    ...locations.map(location),
    ...controls.map(
      ({ process: id, instance, label }) =>
        `${whole.processes[id]?.name}[${which(instance)}] ${label ?? 'terminated'}`,
    ),
  ]
  const all = { guard: reads(guard), effects: reads(effects), writes: writes.map(location) }
  return Object.fromEntries(Object.entries(all).filter(([, list]) => list.length > 0))
}

test('a spinner on one lock neither reads nor writes another', () => {
  expect(ofStatements(step('spin', not(held(cpuOf(2)))))).toEqual({ guard: ['locks[2].held'] })
})

test('guard and effects are apart, and a write of a part is no read of it', () => {
  expect(
    ofStatements(
      step('lock', not(held(cpuOf(1))), assign(place(locks, cpuOf(1), 'held'), eq(of(x), num(0)))),
    ),
  ).toEqual({ guard: ['locks[1].held'], effects: ['x'], writes: ['locks[1].held'] })
})

test('an index that the process computes is kept as an expression', () => {
  expect(ofStatements(step('own', held(self(cpu)), assign(place(locks, self(cpu)), free)))).toEqual(
    { guard: ['locks[self].held'], writes: ['locks[self]'] },
  )
  expect(ofStatements(step('other', held(of(who))))).toEqual({ guard: ['locks[who].held', 'who'] })
})

test('an index that is bound in the step may be any', () => {
  expect(ofStatements(step('all', quantifier('all', i, values(cpu), held(its(i)))))).toEqual({
    guard: ['locks[*].held'],
  })
  expect(
    ofStatements(step('any', null, pick(i, values(cpu)), assign(place(locks, its(i)), free))),
  ).toEqual({ writes: ['locks[*]'] })
  expect(
    ofStatements(step('each', null, forEach(i, values(cpu), assign(place(locks, its(i)), free)))),
  ).toEqual({ writes: ['locks[*]'] })
})

test('an index inside a quantifier that is not bound by it stays known', () => {
  expect(ofStatements(step('all', quantifier('all', i, values(cpu), held(cpuOf(1)))))).toEqual({
    guard: ['locks[1].held'],
  })
})

test('a variable that is used as a whole is read as a whole', () => {
  expect(ofStatements(step('same', eq(of(locks), of(locks))))).toEqual({ guard: ['locks'] })
})

test('the kind of each access is kept', () => {
  expect(
    ofStatements(step('rmw', eq(of(x, 'acquire'), num(0)), assign(x, of(x, 'rmw'), 'release'))),
  ).toEqual({ guard: ['x (acquire)'], effects: ['x (rmw)'], writes: ['x (release)'] })
})

test('control points that are asked for are listed', () => {
  expect(ofStatements(step('wait', at(0, cpuOf(1), 'critical'), assign(x, num(1))))).toEqual({
    guard: ['p[1] critical'],
    writes: ['x'],
  })
  expect(ofStatements(asStep(when(terminated(0, self(cpu)), [])))).toEqual({
    effects: ['p[self] terminated'],
  })
})

test('a local is no shared state, but may be an index', () => {
  const parts = {
    processes: [
      process(
        'p',
        block(
          [mine],
          compute(assign(mine, cpuOf(2))),
          step('lock', held(get(mine)), assign(place(locks, get(mine)), free)),
        ),
        { sort: cpu },
      ),
    ],
  }
  const program = lower(model({ variables: [locks, x, who], ...parts }))
  const [flat] = program.processes
  const footprint = accesses(program).transition(flat!, flat!.points[0]!.transitions[0]!)
  expect(footprint.writes).toMatchObject([
    { path: [{ kind: 'computed', index: { kind: 'local', local: 0 } }] },
  ])
  expect(footprint.effects.locations).toEqual([])
})

test('an index that the transition itself may have changed may be any', () => {
  expect(
    ofStatements(
      atomic('both', [
        step('choose', null, assign(who, cpuOf(1))),
        step('lock', null, assign(place(locks, of(who)), free)),
        step('own', null, assign(place(locks, self(cpu)), free)),
      ]),
    ),
  ).toEqual({ effects: ['who'], writes: ['who', 'locks[*]', 'locks[self]'] })
})

test('each branch of an either has a footprint of its own', () => {
  const processes = [
    process('p', [either([step('a', null, assign(x, num(1)))], [step('b', held(cpuOf(0)))])]),
  ]
  expect(footprintAt({ processes }, 0, 0)).toEqual({ writes: ['x'] })
  expect(footprintAt({ processes }, 0, 1)).toEqual({ guard: ['locks[0].held'] })
})

test('both sides of a test and the arguments of a call are counted', () => {
  const n = local(1, 'n', int(0, 3))
  const procedures = [procedure(0, 'f', [n], [step('use', null, assign(x, get(n)))])]
  const processes = [process('p', [asStep(call(0, [of(x)]))])]
  expect(footprintAt({ processes, procedures })).toEqual({ effects: ['x'] })
  expect(footprintAt({ processes, procedures }, 1)).toEqual({ writes: ['x'] })
  expect(
    ofStatements(
      atomic('both', [
        asStep(
          when(
            eq(of(x), num(0)),
            [step('a', null, assign(place(locks, cpuOf(0)), free))],
            [step('b', null, assign(place(locks, cpuOf(1)), free))],
          ),
        ),
      ]),
    ),
  ).toEqual({ effects: ['x'], writes: ['locks[1]', 'locks[0]'] })
})

test("an action's parameters may stay in an index", () => {
  const program = lower(
    model({
      variables: [locks, x, who],
      actions: [action('Take', [i], not(held(its(i))), assign(place(locks, its(i)), free))],
    }),
  )
  const footprint = accesses(program).action(program.actions[0]!)
  expect(shown(footprint, program.model)).toEqual({
    guard: ['locks[i].held'],
    writes: ['locks[i]'],
  })
})
