/** Random effects: what a step, a silent computation or an action does. */

import type { Domain, Effect, Local, LocalId, Place, Sort, Variable } from '../../dsl/ir.ts'
import { equalSorts } from '../../dsl/shape.ts'
import { binary, bool, effect, expr } from './nodes.ts'
import { smallSort, sortOfKind } from './parts.ts'
import { drawPart, drawPath, turned } from './places.ts'
import type { Path } from './places.ts'
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

/** What was written before, in the same step. */
interface History {
  /** Avoided mostly: writing one twice is a conflict. */
  readonly used: Iterable<Variable | Local>
  /** Those of which only parts are written: other parts may be written too. */
  readonly parted: Iterable<Variable | Local>
}

const fuel = 3

/** A list of `min` to `max` effects; `depth` bounds how deep lists nest. */
export function drawEffects(
  maker: Maker,
  reach: Reach,
  min: number,
  max: number,
  depth = 2,
  before: History = { used: [], parted: [] },
): DrawnEffects {
  const run = new Run(maker, reach, before)
  const effects = maker.draw.times(min, max, () => run.next(depth))
  return { effects, written: [...run.written] }
}

/** One list in the making: its scope grows with each `pick`. */
class Run {
  readonly written = new Set<LocalId>()
  readonly #maker: Maker
  readonly #reach: Reach
  #scope: Scope
  readonly #used: Set<Variable | Local>
  readonly #parted: Set<Variable | Local>

  constructor(maker: Maker, reach: Reach, { used, parted }: History) {
    this.#maker = maker
    this.#reach = reach
    this.#scope = reach.scope
    this.#used = new Set(used)
    this.#parted = new Set(parted)
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
    if (this.#parted.size > 0 && draw.chance(35)) return this.#write(draw.oneOf([...this.#parted]))
    const roots = [...this.#reach.variables, ...this.#reach.locals]
    if (roots.length === 0) return this.#assert()
    const fresh = roots.filter((root) => !this.#used.has(root))
    if (fresh.length === 0 && draw.chance(80)) return this.#assert()
    return this.#write(draw.oneOf(fresh.length > 0 && !this.#maker.risky() ? fresh : roots))
  }

  #write(root: Variable | Local): Effect {
    const { draw } = this.#maker
    const ghost = 'ghost' in root && root.ghost
    const scope = ghost ? this.#ghostScope() : this.#scope
    const live = 'id' in root || this.#scope.locals.includes(root)
    const { path, sort } = live ? this.#path(root, scope) : { path: [], sort: root.sort }
    if ('local' in root && path.length === 0) this.written.add(root.local)
    if (path.length > 0 && !this.#used.has(root)) this.#parted.add(root)
    this.#used.add(root)
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

  #path(root: Variable | Local, scope: Scope): Path {
    if (this.#parted.has(root) || this.#maker.draw.chance(20)) {
      return drawPart(this.#maker, root.sort, scope)
    }
    return drawPath(this.#maker, root.sort, scope, fuel - 1)
  }

  /** Writes to ghosts may read ghosts. */
  #ghostScope(): Scope {
    const ghosts = this.#reach.variables.filter((variable) => variable.ghost)
    return { ...this.#scope, variables: [...this.#scope.variables, ...ghosts] }
  }

  #when(depth: number): Effect {
    const test = this.#maker.expr(bool, this.#scope, fuel)
    const inside = { ...this.#reach, scope: this.#scope }
    const before = { used: this.#used, parted: this.#parted }
    const then = drawEffects(this.#maker, inside, 0, 2, depth, before)
    const otherwise = drawEffects(this.#maker, inside, 0, 2, depth, before)
    for (const local of then.written) if (otherwise.written.includes(local)) this.written.add(local)
    return effect('when', { test, then: then.effects, otherwise: otherwise.effects })
  }

  #forEach(depth: number): Effect {
    const { domain, sort } = this.#maker.domain(this.#scope, fuel - 1)
    const binder = this.#maker.binder(sort)
    const inside = { ...this.#reach, scope: binding(this.#scope, binder), picks: false }
    const body = this.#elementwise(inside, sort) ?? this.#roundOf(inside, depth)
    return effect('forEach', { binder, domain, body })
  }

  #roundOf(inside: Reach, depth: number): readonly Effect[] {
    const all = [...this.#reach.variables, ...this.#reach.locals]
    const used = this.#maker.risky() ? this.#used : all
    const parted = this.#maker.risky() ? this.#parted : []
    return drawEffects(this.#maker, inside, 0, 2, depth, { used, parted }).effects
  }

  /** Writes to other elements for each value of the bound name, where some array has such an index. */
  #elementwise(reach: Reach, index: Sort): readonly Effect[] | null {
    const { draw } = this.#maker
    const binder = reach.scope.binders.at(-1)
    const arrays = reach.variables.filter(
      ({ sort }) => sort.kind === 'array' && equalSorts(sort.index, index),
    )
    if (arrays.length === 0 || binder === undefined || draw.chance(30)) return null
    const array = draw.oneOf(arrays)
    this.#used.add(array)
    return draw.times(1, draw.chance(30) ? 2 : 1, () => {
      const { sort } = array
      if (sort.kind !== 'array') throw new Error('only arrays have elements')
      const name = expr('bound', binder.sort, { bound: binder.bound })
      const at = draw.chance(80) ? name : turned(this.#maker, name)
      const inner = draw.chance(30)
        ? drawPart(this.#maker, sort.element, reach.scope)
        : { path: [], sort: sort.element }
      const place: Place = {
        root: { kind: 'variable', variable: array.id },
        path: [{ kind: 'element', index: at }, ...inner.path],
        sort: inner.sort,
      }
      const value = this.#maker.expr(inner.sort, reach.scope, fuel - 1)
      return effect('assign', { place, value, access: 'model' })
    })
  }

  #pick(): Effect {
    const { draw } = this.#maker
    const risky = this.#maker.risky()
    const { domain, sort } = draw.weighted<() => { domain: Domain; sort: Sort }>([
      [risky ? 4 : 8, () => this.#sortDomain()],
      [risky ? 3 : 1, () => this.#elementsOf('set')],
      [risky ? 3 : 1, () => this.#elementsOf('bag')],
    ])()
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

  #elementsOf(kind: 'set' | 'bag'): { domain: Domain; sort: Sort } {
    const sort = sortOfKind(this.#maker, kind)
    const of = this.#maker.expr(sort, this.#scope, fuel - 1)
    return { domain: { kind: 'elements', of }, sort: sort.of }
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
