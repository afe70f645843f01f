/** Random expressions with the states in which to evaluate them, and what comes out. */

import type { Arbitrary } from 'fast-check'
import type { Context } from '../../../../checker/lower/context.ts'
import { universe } from '../../../../checker/lower/context.ts'
import { dependence } from '../../../../checker/lower/dependence.ts'
import { lower } from '../../../../checker/lower/lower.ts'
import type { Operation, Program } from '../../../../checker/lower/program.ts'
import type { Binder, BoundId, Expr, Local, ProcessId, Sort, Variable } from '../../../../dsl/ir.ts'
import { allEffectExpressions, visit } from '../../../../dsl/walk.ts'
import { modelOf } from '../../../model.ts'
import { Draw } from '../../../random/draw.ts'
import { Expressions } from '../../../random/expressions.ts'
import { drawModel } from '../../../random/models.ts'
import type { Scope } from '../../../random/scope.ts'
import { drawReshaped } from '../../../random/sorts.ts'
import { block, label, process, step } from '../../lower/build.ts'
import { convert, index, local, of, variable } from '../../lower/terms.ts'
import { drawn } from '../drawn.ts'
import { drawContext } from './drawn-context.ts'
import { compiled, executed, isSame } from './kit.ts'
import type { Subject } from './kit.ts'
import { atoms, compounds, gappy } from './sorts.ts'

/** Subjects of one program, and for each the contexts in which it is to be evaluated. */
export interface Situation {
  readonly program: Program
  readonly subjects: readonly Subject[]
  readonly contexts: readonly (readonly Context[])[]
}

/** The expressions of a random model, and everything inside of them. */
export function ofModels(): Arbitrary<Situation> {
  return drawn((random) => {
    const draw = new Draw(random)
    const program = lower(drawModel(draw))
    return situation(draw, program, subjectsOf(program))
  })
}

/** Random expressions of wide sorts and of sorts whose codes have gaps. */
export function ofWideSorts(): Arbitrary<Situation> {
  return drawn((random) => {
    const draw = new Draw(random)
    const sorts = [...atoms, ...draw.shuffled(compounds).slice(0, 9)]
    const variables = draw.times(2, 5, (i) => variable(i, `v${i}`, draw.oneOf(sorts), 'any'))
    const locals = draw.times(1, 4, (i) => local(i, `l${i}`, draw.oneOf(sorts)))
    const program = programOf(variables, locals)
    const shapes = program.processes.map((flat) => ({
      id: flat.process.id,
      sort: flat.process.sort,
      labels: ['entry', 'critical'],
    }))
    const palette = { threads: program.threads, sorts, wide: [], localValues: 16 }
    const expressions = new Expressions(draw, palette, shapes)
    const outer = draw.times(0, 3, () => expressions.binder(draw.oneOf(sorts)))
    const scope: Scope = {
      variables,
      locals,
      binders: outer,
      self: shapes[0]?.sort ?? null,
      current: true,
      shared: true,
      after: true,
    }
    const whole = draw.times(12, 12, () => expressions.expr(draw.oneOf(sorts), scope, 4))
    const executing = program.processes[0]?.process.id ?? null
    const subjects = whole.flatMap((expr) => withParts(expr, executing))
    return situation(draw, program, subjects)
  })
}

/** Values of these sorts, carried into others of their shapes. */
export function conversions(sorts: readonly Sort[]): Arbitrary<Situation> {
  return drawn((random) => {
    const draw = new Draw(random)
    const variables = sorts.map((sort, i) => variable(i, `v${i}`, sort, 'any'))
    const program = programOf(variables, [])
    const subjects = variables.map((it) => ({
      expr: convert(of(it), drawReshaped(draw, it.sort)),
      process: null,
      binders: [],
    }))
    return situation(draw, program, subjects)
  })
}

function programOf(variables: readonly Variable[], locals: readonly Local[]): Program {
  const body = [label('entry'), step('one', null), label('critical'), step('two', null)]
  return lower(
    modelOf({
      variables,
      processes: [
        process('p', block(locals, ...body), { sort: index('p', 3) }),
        process('q', [...body, step('three', null), ...body], { id: 1, sort: gappy }),
      ],
    }),
  )
}

/** Every expression that steps, conditions and properties evaluate. */
function subjectsOf(program: Program): readonly Subject[] {
  const { model } = program
  const own = program.processes.flatMap((flat) =>
    flat.operations.flatMap(ofOperation).flatMap((expr) => withParts(expr, flat.process.id)),
  )
  const others = [
    ...program.actions.flatMap(({ guard, effects }) => [
      ...(guard === null ? [] : [guard]),
      ...allEffectExpressions(effects),
    ]),
    ...[...model.properties, ...model.constraints, ...model.ends].map(({ expr }) => expr),
    ...model.locks.flatMap(({ holdings }) => holdings.map(({ holders }) => holders)),
  ]
  return [...own, ...others.flatMap((expr) => withParts(expr, null))]
}

function ofOperation(operation: Operation): readonly Expr[] {
  switch (operation.kind) {
    case 'guard':
    case 'branch':
      return [operation.test]
    case 'effects':
      return allEffectExpressions(operation.effects)
    case 'evaluate':
      return [operation.value]
    case 'take':
    case 'fork':
    case 'kill':
    case 'depart':
    case 'rest':
      return []
  }
}

/** The expression and all in it, each with the names that it has from outside. */
function withParts(expr: Expr, executing: ProcessId | null): readonly Subject[] {
  const found: Subject[] = []
  visit(expr, (part) => {
    if (part.kind === 'literal' || part.kind === 'bound') return
    found.push({ expr: part, process: executing, binders: free(part) })
  })
  return found
}

function free(expr: Expr): readonly Binder[] {
  const { free: names } = dependence(expr)
  const named = new Map<BoundId, Binder>()
  visit(expr, (part) => {
    if (part.kind !== 'bound' || !names.has(part.bound)) return
    named.set(part.bound, { bound: part.bound, name: `b${part.bound}`, sort: part.sort })
  })
  return [...named.values()]
}

const contextsEach = 3

function situation(draw: Draw, program: Program, subjects: readonly Subject[]): Situation {
  const world = universe(program)
  const contexts = subjects.map((subject) =>
    draw.times(contextsEach, contextsEach, () => drawContext(draw, subject, world)),
  )
  return { program, subjects, contexts }
}

/** Where the module and the executor disagree, of the smallest expression where they do; null where they agree. */
export function disagreement({ program, subjects, contexts }: Situation): string | null {
  const { evaluate } = compiled(subjects, program)
  const found = subjects.flatMap((subject, i) =>
    (contexts[i] ?? []).flatMap((context) => {
      const expected = executed(subject.expr, context, program)
      const actual = attempted(() => evaluate(i, context))
      if (typeof actual !== 'string' && isSame(actual, expected)) return []
      return JSON.stringify({ expr: subject.expr, context, expected, actual })
    }),
  )
  return found.toSorted((one, other) => one.length - other.length)[0] ?? null
}

function attempted<T>(evaluate: () => T): T | string {
  try {
    return evaluate()
  } catch (error) {
    return String(error)
  }
}
