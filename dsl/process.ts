/** Processes as an author refers to them: the handle that `m.process` gives, and the terms of its instances. */

import { LabelledSteps } from './fairness.ts'
import type { Expr, ProcessId } from './ir.ts'
import { mistaken } from './mistake.ts'
import { all, count, some, type Instances } from './quantify.ts'
import { here } from './site.ts'
import { bool, type IdentitySort, type IndexSort, type ThreadSort } from './sort.ts'
import type { BoolTerm } from './terms/bool.ts'
import type { IntTerm } from './terms/int.ts'
import { enrich, make, refer } from './terms/registry.ts'
import { lift } from './terms/lift.ts'
import type { Claim, TemporalTerm } from './terms/temporal.ts'
import type { Input, TermOf, Test } from './terms/types.ts'

/** The sort of a process's instances: individuals, or places in an order. */
export type InstanceSort = IdentitySort<string> | IndexSort<string>

/** What is known of an instance besides its identity. `L` are the labels of its process. */
interface InstanceMethods<L extends string> {
  /** Whether it rests at the label. */
  at(label: L): BoolTerm
  terminated(): BoolTerm
  /** The instance among all processes. */
  thread(): TermOf<ThreadSort>
}

export type InstanceTerm<S extends InstanceSort, L extends string> = TermOf<S> & InstanceMethods<L>

/** A process: a domain of its instances, and what can be asked of each. */
export class ProcessHandle<S extends InstanceSort, L extends string> implements Instances<
  InstanceTerm<S, L>
> {
  readonly name: string
  readonly sort: S
  readonly #id: ProcessId
  readonly #labels: ReadonlySet<string>

  constructor(name: string, sort: S, id: ProcessId, labels: ReadonlySet<string>) {
    this.name = name
    this.sort = sort
    this.#id = id
    this.#labels = labels
  }

  /** The instance that an expression of the process's sort stands for. */
  instance(expr: Expr): InstanceTerm<S, L> {
    const methods = instanceMethods<L>(this.#id, expr, (label) => this.#known(label))
    // With these methods the term is what `InstanceTerm` says.
    const term = Object.assign(refer(expr, this.sort) as object, methods) as InstanceTerm<S, L>
    return enrich(term, (other) => this.instance(other))
  }

  /** The instance that a term of the process's sort stands for: what `at` and `terminated` can be asked of. */
  of(term: Input<S>): InstanceTerm<S, L> {
    return this.instance(lift(term, this.sort, here()))
  }

  /** The instance of a process that has just one. */
  get only(): InstanceTerm<S, L> {
    const site = here()
    if (this.sort.size !== 1) {
      mistaken(
        site,
        `'${this.name}' has ${this.sort.size} instances`,
        "Use 'every', 'some' or 'all'",
      )
    }
    return this.instance({ kind: 'literal', sort: this.sort, site, value: 0 })
  }

  /** Whether it holds of each instance: as `all`. */
  every(body: (instance: InstanceTerm<S, L>) => Test): BoolTerm
  every(body: (instance: InstanceTerm<S, L>) => Claim): TemporalTerm
  every(body: (instance: InstanceTerm<S, L>) => Claim): BoolTerm | TemporalTerm {
    return all(this, body)
  }

  /** Whether it holds of at least one instance: as `some`. */
  some(body: (instance: InstanceTerm<S, L>) => Test): BoolTerm
  some(body: (instance: InstanceTerm<S, L>) => Claim): TemporalTerm
  some(body: (instance: InstanceTerm<S, L>) => Claim): BoolTerm | TemporalTerm {
    return some(this, body)
  }

  /** Of how many instances it holds. */
  count(body: (instance: InstanceTerm<S, L>) => Test): IntTerm {
    return count(this, body)
  }

  /** The steps that each instance takes from the label: `m.fair` says what is assumed of them. */
  steps(label: L): LabelledSteps {
    this.#known(label)
    return new LabelledSteps(this.#id, label)
  }

  #known(label: string): void {
    if (this.#labels.has(label)) return
    const labels = [...this.#labels].join(', ')
    mistaken(
      here(),
      `'${this.name}' has no label '${label}'`,
      labels === '' ? 'It has none' : `Its labels are ${labels}`,
    )
  }
}

function instanceMethods<L extends string>(
  process: ProcessId,
  instance: Expr,
  known: (label: string) => void,
): InstanceMethods<L> {
  const sort: ThreadSort = { kind: 'thread' }
  return {
    at: (label) => {
      known(label)
      return make({ kind: 'at', sort: bool, site: here(), process, instance, label }, bool)
    },
    terminated: () =>
      make({ kind: 'terminated', sort: bool, site: here(), process, instance }, bool),
    thread: () => make({ kind: 'thread', sort, site: here(), process, instance }, sort),
  }
}
