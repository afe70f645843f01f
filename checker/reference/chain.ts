/** Chains of calls: where in the tree a process instance is, and what a step there is called. */

import type { CallStatement, Ordinal, Procedure, Process } from '../../dsl/ir.ts'
import type { Call, StepInfo } from '../system.ts'
import type { Code } from './code.ts'

/** A body as it was reached: a process's own, or a procedure's by a chain of calls. There is one object for each. */
export class Chain {
  readonly parent: Chain | null
  readonly code: Code
  readonly #actor: string
  readonly #path: string
  readonly #calls: readonly Call[]
  readonly #callees = new Map<Ordinal, Chain>()
  readonly #infos = new Map<Ordinal, StepInfo>()

  private constructor(
    parent: Chain | null,
    code: Code,
    actor: string,
    path: string,
    calls: readonly Call[],
  ) {
    this.parent = parent
    this.code = code
    this.#actor = actor
    this.#path = path
    this.#calls = calls
  }

  /** No calls. */
  static of({ name }: Process, code: Code): Chain {
    return new Chain(null, code, name, name, [])
  }

  /** One more call. `codeOf` is asked for the callee's code when the call was never entered before. */
  enter(
    { ordinal, site }: CallStatement,
    procedure: Procedure,
    codeOf: (procedure: Procedure) => Code,
  ): Chain {
    const known = this.#callees.get(ordinal)
    if (known !== undefined) return known
    const { name } = procedure
    const path = `${this.#path}/${name}@${ordinal}`
    const calls = [...this.#calls, { procedure: name, site }]
    const callee = new Chain(this, codeOf(procedure), this.#actor, path, calls)
    this.#callees.set(ordinal, callee)
    return callee
  }

  /** The chain with one more call, which was entered before. */
  callee(call: Ordinal): Chain {
    const callee = this.#callees.get(call)
    if (callee === undefined) throw new Error(`nothing was called by ${this.#path}#${call}`)
    return callee
  }

  /** What a step at this statement of the body is. */
  info(ordinal: Ordinal): StepInfo {
    const known = this.#infos.get(ordinal)
    if (known !== undefined) return known
    const { name, site, requests, idle, fairness } = this.code.statement(ordinal)
    const id = `${this.#path}#${ordinal}`
    const info = {
      id,
      actor: this.#actor,
      name,
      calls: this.#calls,
      site,
      requests,
      ...(idle ? ({ idle } as const) : {}),
      ...(fairness === null ? {} : { fairness }),
    }
    this.#infos.set(ordinal, info)
    return info
  }
}
