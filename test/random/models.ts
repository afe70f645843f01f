/** Random models: small state spaces in which everything that can go wrong often does. */

import type {
  Action,
  Block,
  Condition,
  Expr,
  Initial,
  Local,
  Lock,
  LockId,
  Model,
  Procedure,
  Process,
  Property,
  Sort,
  Variable,
} from '../../dsl/ir.ts'
import { cardinality } from '../../dsl/shape.ts'
import { Blocks } from './blocks.ts'
import type { BodyContext, Callable } from './blocks.ts'
import type { Draw } from './draw.ts'
import { drawEffects } from './effects.ts'
import { Expressions } from './expressions.ts'
import { localId, procedureId, processId, variableId } from '../ids.ts'
import { binary, bool, expr, numbered, site, statement, thread } from './nodes.ts'
import { binding, emptyScope } from './scope.ts'
import type { ProcessShape, Scope } from './scope.ts'
import { drawIdentity, drawIndex, drawPalette } from './sorts.ts'
import { drawWild } from './temporal/wild.ts'

const labels = ['entry', 'critical', 'exit'] as const
const fuel = 3
/** The initial values of a model have at most this many combinations. */
const mostInitial = 16

/** Any model; so many in a hundred have temporal properties. */
export function drawModel(draw: Draw, temporal = 0): Model {
  return new Models(draw).model(temporal)
}

class Models {
  readonly #draw: Draw
  readonly #expressions: Expressions
  readonly #shapes: readonly ProcessShape[]
  #locals = 0
  #combinations = 1

  constructor(draw: Draw) {
    this.#draw = draw
    this.#shapes = drawShapes(draw)
    const sorts = this.#shapes.map(({ sort }) => sort)
    const threads = sorts.reduce((sum, sort) => sum + cardinality(sort, 0), 0)
    this.#expressions = new Expressions(draw, drawPalette(draw, sorts, threads), this.#shapes)
  }

  model(temporal: number): Model {
    const draw = this.#draw
    const variables = draw.times(1, 5, (position) => this.#variable(position))
    const readable = variables.filter(({ ghost }) => !ghost)
    const shared: Scope = { ...emptyScope, variables: readable, shared: true }
    const procedures: Procedure[] = []
    const callables: Callable[] = []
    if (this.#shapes.length > 0) {
      for (let more = draw.between(0, 3); more > 0; more -= 1) {
        const [procedure, callable] = this.#procedure(variables, callables)
        procedures.push(procedure)
        callables.push(callable)
      }
    }
    const processes = this.#shapes.map((shape) => this.#process(shape, variables, callables))
    const few = this.#shapes.length === 0 ? 1 : 0
    return {
      name: 'random',
      parameters: [],
      variables,
      procedures,
      processes,
      actions: draw.times(few, few * 2 + 1, (position) =>
        this.#action(position, variables, shared),
      ),
      initially: draw.chance(this.#combinations > 1 ? 30 : 5) ? [this.#beginning(shared)] : [],
      properties: draw.times(0, 4, (position) => this.#property(position, variables, shared)),
      fairness: [],
      ends: draw.chance(25) ? [this.#condition('end', shared)] : [],
      constraints: draw.chance(15) ? [this.#condition('limit', shared)] : [],
      locks: threadsOf(this.#shapes) > 0 && draw.chance(20) ? [this.#lock(shared)] : [],
      lockOrders: [],
      masks: { hardirq: null, softirq: null },
      temporal:
        temporal > 0 && draw.chance(temporal)
          ? drawWild(this.#expressions, { ...shared, variables })
          : [],
      site: site(),
    }
  }

  #variable(position: number): Variable {
    const draw = this.#draw
    const { sorts, wide } = this.#expressions.palette
    const sort = draw.oneOf(wide.length > 0 && draw.chance(40) ? wide : sorts)
    return {
      id: variableId(position),
      name: `v${position}`,
      sort,
      ghost: draw.chance(15),
      initial: this.#initial(sort),
      site: site(),
    }
  }

  #initial(sort: Sort): Initial {
    const draw = this.#draw
    const values = cardinality(sort, this.#expressions.palette.threads)
    if (this.#combinations * values > mostInitial || draw.chance(60)) {
      const depth = draw.chance(80) ? 0 : 2
      return { kind: 'value', value: this.#expressions.expr(sort, emptyScope, depth) }
    }
    this.#combinations *= values
    if (draw.chance(50)) return { kind: 'any' }
    const set = { kind: 'set', of: sort } as const
    if (draw.chance(15)) return { kind: 'anyOf', set: this.#expressions.expr(set, emptyScope, 3) }
    const elements = draw.times(1, 3, () => this.#expressions.expr(sort, emptyScope, 0))
    return { kind: 'anyOf', set: expr('collection', set, { elements }) }
  }

  #procedure(
    variables: readonly Variable[],
    callables: readonly Callable[],
  ): readonly [Procedure, Callable] {
    const draw = this.#draw
    const id = procedureId(callables.length)
    const parameters = draw.times(0, 2, () => this.#local())
    const returns = draw.chance(50) ? this.#localSort() : null
    const blocks = new Blocks(this.#expressions, {
      ...this.#bodyContext(variables, callables),
      self: null,
      procedure: { returns },
      labels: labels.filter(() => draw.chance(40)),
    })
    const atomic = draw.chance(40)
    const { body, ends, steps, guarded } = blocks.body(parameters, atomic, 4)
    const procedure = {
      id,
      name: `f${id}`,
      parameters,
      returns,
      body: numbered(body),
      site: site(),
    }
    const inAtomic = atomic ? (guarded ? 'first' : 'anywhere') : 'never'
    return [procedure, { id, parameters, returns, ends, steps, inAtomic }]
  }

  #process(
    shape: ProcessShape,
    variables: readonly Variable[],
    callables: readonly Callable[],
  ): Process {
    const blocks = new Blocks(this.#expressions, {
      ...this.#bodyContext(variables, callables),
      self: shape.sort,
      procedure: null,
      labels: shape.labels,
    })
    const { body } = blocks.body([], false, 6)
    const readable = variables.filter(({ ghost }) => !ghost)
    const of = { self: shape.sort, current: true, shared: true }
    const running: Scope = { ...emptyScope, ...of, variables: readable }
    return {
      id: shape.id,
      name: `p${shape.id}`,
      sort: shape.sort,
      daemon: this.#draw.chance(15),
      context: 'task',
      fairness: 'weak',
      runs: this.#draw.chance(12) ? this.#likely('always', running) : null,
      body: numbered(labelled(body, shape.labels)),
      site: site(),
    }
  }

  #bodyContext(variables: readonly Variable[], callables: readonly Callable[]) {
    const nextLocal = (): number => {
      this.#locals += 1
      return this.#locals - 1
    }
    const readable = variables.filter(({ ghost }) => !ghost)
    return { readable, writable: variables, callables, nextLocal } satisfies Partial<BodyContext>
  }

  #local(): Local {
    const id = this.#locals
    this.#locals += 1
    return { local: localId(id), name: `l${id}`, sort: this.#localSort() }
  }

  #localSort(): Sort {
    return this.#smallSort(this.#expressions.palette.localValues)
  }

  #smallSort(most: number): Sort {
    const { sorts, threads } = this.#expressions.palette
    return this.#draw.oneOf(sorts.filter((sort) => cardinality(sort, threads) <= most))
  }

  #action(position: number, variables: readonly Variable[], shared: Scope): Action {
    const draw = this.#draw
    const parameters = draw.times(0, 2, () => this.#expressions.binder(this.#smallSort(4)))
    const scope = binding(shared, ...parameters)
    const guard = draw.chance(60) ? this.#expressions.expr(bool, scope, fuel) : null
    const reach = { scope, variables, locals: [], picks: true }
    const { effects } = drawEffects(this.#expressions, reach, 1, 3)
    return { name: `a${position}`, parameters, guard, effects, site: site() }
  }

  #property(position: number, variables: readonly Variable[], shared: Scope): Property {
    const kind = this.#draw.oneOf([
      'always',
      'never',
      'reachable',
      'initial',
      'step',
      'rule',
    ] as const)
    const scope = { ...shared, variables, after: kind === 'step' }
    const changing = kind === 'step' && this.#draw.chance(60)
    const expr = changing ? this.#change(scope) : this.#likely(kind, scope)
    return { kind, name: `${kind} ${position}`, expr, site: site() }
  }

  /** About something before and after a step. */
  #change(scope: Scope): Expr {
    const sort = this.#draw.oneOf(this.#expressions.palette.sorts)
    const before = this.#expressions.expr(sort, { ...scope, after: false }, 1)
    const body = this.#draw.chance(50)
      ? before
      : this.#expressions.expr(sort, { ...scope, after: false }, 2)
    const same = binary('eq', before, expr('after', body.sort, { body }), bool)
    const wild = this.#expressions.expr(bool, scope, fuel)
    return this.#draw.chance(40) ? same : binary('or', wild, same, bool)
  }

  /** Mostly true where it must not be false, so that searches go deep. */
  #likely(kind: Property['kind'], scope: Scope): Expr {
    const one = this.#expressions.expr(bool, scope, fuel + 1)
    if (kind === 'reachable' || this.#draw.chance(40)) return one
    const other = this.#expressions.expr(bool, scope, fuel)
    return binary(kind === 'never' ? 'and' : 'or', one, other, bool)
  }

  #condition(name: string, scope: Scope): Condition {
    return { name, expr: this.#expressions.expr(bool, scope, fuel), site: site() }
  }

  /** True of most states, and silent about control points, which do not exist yet. */
  #beginning(shared: Scope): Condition {
    const scope = { ...shared, shared: false }
    return { name: 'begin', expr: this.#likely('always', scope), site: site() }
  }

  #lock(shared: Scope): Lock {
    const of = this.#draw.chance(50)
      ? ({ kind: 'optional', of: thread } as const)
      : ({ kind: 'set', of: thread } as const)
    const holders = this.#expressions.expr(of, shared, 2)
    return {
      // There is one.
      id: 0 as LockId,
      name: 'mutex',
      lockClass: 'mutex class',
      kind: 'sleeping',
      indices: [],
      holdings: [{ mode: 'write', subclass: 0, holders }],
      site: site(),
    }
  }
}

function threadsOf(shapes: readonly ProcessShape[]): number {
  return shapes.reduce((sum, { sort }) => sum + cardinality(sort, 0), 0)
}

function drawShapes(draw: Draw): ProcessShape[] {
  if (draw.chance(15)) return []
  const shapes: ProcessShape[] = []
  for (let left = draw.oneOf([1, 1, 1, 2, 2, 2, 3, 4]); left > 0; left -= 1) {
    const position = shapes.length
    const [first] = shapes
    const sort = first !== undefined && draw.chance(20) ? first.sort : drawInstances(draw, position)
    const own = labels.filter(() => draw.chance(40))
    shapes.push({ id: processId(position), sort, labels: own })
  }
  return shapes
}

/** A sort of the model's, or one of the process's own. */
function drawInstances(draw: Draw, position: number): Sort {
  const size = draw.oneOf(position < 2 ? [1, 2, 2, 3] : [1, 1, 2])
  const own = { kind: 'identity', name: `p${position}`, size } as const
  return draw.weighted<() => Sort>([
    [6, () => own],
    [2, () => ({ kind: 'index', name: `p${position}`, size })],
    [1, () => ({ ...drawIdentity(draw), name: `b${position}`, size })],
    [1, () => ({ ...drawIndex(draw), name: `s${position}`, size })],
  ])()
}

/** The body with each of these labels somewhere in it, so that what is said of them has a meaning. */
function labelled(body: Block, wanted: readonly string[]): Block {
  const text = JSON.stringify(body.statements)
  const missing = wanted.filter((label) => !text.includes(`"label":"${label}"`))
  const statements = missing.map((label) => statement('label', { label }))
  return { ...body, statements: [...statements, ...body.statements] }
}
