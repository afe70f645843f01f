/** Random effects: what a step, a silent computation or an action does. */

import type {
  Domain,
  Effect,
  Expr,
  Local,
  LocalId,
  Place,
  Selector,
  Sort,
  Variable,
} from '../../dsl/ir.ts'
import { equalSorts } from '../../dsl/shape.ts'
import { binary, bool, effect, expr } from './nodes.ts'
import { smallSort, sortOfKind } from './parts.ts'
import { binding } from './scope.ts'
import type { Maker, Scope } from './scope.ts'

/** What effects may read and write. */
export interface Reach {
  readonly scope: Scope
  /** None for a silent computation. */
  readonly variables: readonly Variable[]
  /** Declared where control is; those outside of `scope` are not live yet. */
  readonly locals: readonly Local[]
  readonly picks: boolean
}

/** The effects, and the locals that are written whole on every way through them. */
interface DrawnEffects {
  readonly effects: readonly Effect[]
  readonly written: readonly LocalId[]
}

const fuel = 3

/** A list of `min` to `max` effects; `depth` bounds how deep lists nest. */
export function drawEffects(
  maker: Maker,
  reach: Reach,
  min: number,
  max: number,
  depth = 2,
  used: Iterable<Variable | Local> = [],
): DrawnEffects {
  const run = new Run(maker, reach, used)
  const effects = maker.draw.times(min, max, () => run.next(depth))
  return { effects, written: [...run.written] }
}

/** One list in the making: its scope grows with each `pick`. */
class Run {
  readonly written = new Set<LocalId>()
  readonly #maker: Maker
  readonly #reach: Reach
  #scope: Scope
  /** Roots that this list wrote, which are avoided mostly: writing one twice is a conflict. */
  readonly #used: Set<Variable | Local>

  constructor(maker: Maker, reach: Reach, used: Iterable<Variable | Local>) {
    this.#maker = maker
    this.#reach = reach
    this.#scope = reach.scope
    this.#used = new Set(used)
  }

  next(depth: number): Effect {
    const nested = depth > 0 ? 1 : 0
    return this.#maker.draw.weighted<() => Effect>([
      [14, () => this.#assign()],
      [3 * nested, () => this.#when(depth - 1)],
      [3 * nested, () => this.#forEach(depth - 1)],
      [this.#reach.picks ? 3 : 0, () => this.#pick()],
      [2, () => this.#assert()],
      [this.#maker.risky() ? 3 : 0, () => effect('fail', { message: 'must not come here' })],
    ])()
  }

  #assign(): Effect {
    const { draw } = this.#maker
    const roots = [...this.#reach.variables, ...this.#reach.locals]
    if (roots.length === 0) return this.#assert()
    const fresh = roots.filter((root) => !this.#used.has(root))
    if (fresh.length === 0 && draw.chance(80)) return this.#assert()
    const root = draw.oneOf(fresh.length > 0 && !this.#maker.risky() ? fresh : roots)
    this.#used.add(root)
    const ghost = 'ghost' in root && root.ghost
    const scope = ghost ? this.#ghostScope() : this.#scope
    const live = 'id' in root || this.#scope.locals.includes(root)
    const { path, sort } = live ? this.#path(root.sort, scope) : { path: [], sort: root.sort }
    if ('local' in root && path.length === 0) this.written.add(root.local)
    const place: Place = {
      root:
        'id' in root
          ? { kind: 'variable', variable: root.id }
          : { kind: 'local', local: root.local },
      path,
      sort,
    }
    const value = this.#maker.expr(sort, scope, fuel)
    return effect('assign', {
      place,
      value,
      access: draw.oneOf(['model', 'plain', 'once', 'release', 'rmw']),
    })
  }

  /** Of a random depth into the parts of a value of this sort. */
  #path(sort: Sort, scope: Scope): { path: readonly Selector[]; sort: Sort } {
    const { draw } = this.#maker
    if (!draw.chance(70)) return { path: [], sort }
    if (sort.kind === 'array') {
      const index = this.#maker.expr(sort.index, scope, fuel - 1)
      const rest = this.#path(sort.element, scope)
      return { path: [{ kind: 'element', index }, ...rest.path], sort: rest.sort }
    }
    if (sort.kind === 'record') {
      const field = draw.oneOf(sort.fields)
      const rest = this.#path(field.sort, scope)
      return { path: [{ kind: 'field', field: field.name }, ...rest.path], sort: rest.sort }
    }
    return { path: [], sort }
  }

  /** Writes to ghosts may read ghosts. */
  #ghostScope(): Scope {
    const ghosts = this.#reach.variables.filter((variable) => variable.ghost)
    return { ...this.#scope, variables: [...this.#scope.variables, ...ghosts] }
  }

  #when(depth: number): Effect {
    const test = this.#maker.expr(bool, this.#scope, fuel)
    const inside = { ...this.#reach, scope: this.#scope }
    const then = drawEffects(this.#maker, inside, 0, 2, depth, this.#used)
    const otherwise = drawEffects(this.#maker, inside, 0, 2, depth, this.#used)
    for (const local of then.written) if (otherwise.written.includes(local)) this.written.add(local)
    return effect('when', { test, then: then.effects, otherwise: otherwise.effects })
  }

  #forEach(depth: number): Effect {
    const { domain, sort } = this.#maker.domain(this.#scope, fuel - 1)
    const binder = this.#maker.binder(sort)
    const inside = { ...this.#reach, scope: binding(this.#scope, binder), picks: false }
    const indexed = this.#elementwise(inside, sort)
    const used = !this.#maker.risky()
      ? [...this.#reach.variables, ...this.#reach.locals]
      : this.#used
    const body =
      indexed === null ? drawEffects(this.#maker, inside, 0, 2, depth, used).effects : [indexed]
    return effect('forEach', { binder, domain, body })
  }

  /** A write to another element for each value of the bound name, where some array has such an index. */
  #elementwise(reach: Reach, index: Sort): Effect | null {
    const { draw } = this.#maker
    const arrays = reach.variables.filter(
      ({ sort }) => sort.kind === 'array' && equalSorts(sort.index, index),
    )
    if (arrays.length === 0 || draw.chance(30)) return null
    const array = draw.oneOf(arrays)
    this.#used.add(array)
    const binder = reach.scope.binders.at(-1)
    if (array.sort.kind !== 'array' || binder === undefined) return null
    const place: Place = {
      root: { kind: 'variable', variable: array.id },
      path: [{ kind: 'element', index: expr('bound', binder.sort, { bound: binder.bound }) }],
      sort: array.sort.element,
    }
    const value = this.#maker.expr(array.sort.element, reach.scope, fuel - 1)
    return effect('assign', { place, value, access: 'model' })
  }

  #pick(): Effect {
    const { draw } = this.#maker
    const risky = this.#maker.risky()
    const wanted = risky ? this.#maker.domain(this.#scope, fuel - 1) : this.#sortDomain()
    const { domain, sort } = domainKind(wanted.domain) === 'sequence' ? this.#setDomain() : wanted
    const binder = this.#maker.binder(sort)
    const inside = binding(this.#scope, binder)
    const filter = draw.chance(risky ? 60 : 15) ? this.#maker.expr(bool, inside, fuel) : null
    this.#scope = inside
    return effect('pick', { binder, domain, filter })
  }

  #sortDomain(): { domain: Domain; sort: Sort } {
    const sort = smallSort(this.#maker, 4)
    return { domain: { kind: 'sort', sort }, sort }
  }

  #setDomain(): { domain: { kind: 'elements'; of: Expr }; sort: Sort } {
    const set = sortOfKind(this.#maker, 'set')
    return {
      domain: { kind: 'elements', of: this.#maker.expr(set, this.#scope, fuel - 1) },
      sort: set.of,
    }
  }

  #assert(): Effect {
    const one = this.#maker.expr(bool, this.#scope, fuel)
    const other = this.#maker.expr(bool, this.#scope, fuel)
    const again = this.#maker.expr(bool, this.#scope, fuel)
    const test = this.#maker.risky()
      ? one
      : binary('or', one, binary('or', other, again, bool), bool)
    return effect('assert', { test, message: 'must be so' })
  }
}

function domainKind(domain: Domain): Sort['kind'] | null {
  return domain.kind === 'sort' ? null : domain.of.sort.kind
}
