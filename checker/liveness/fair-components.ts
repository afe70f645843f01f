/** The fair components of a product: those parts in which a fair run goes round that is accepted. */

import type { Strength } from '../../dsl/ir.ts'
import type { Pacer } from '../pacer.ts'
import { Components } from './components.ts'
import { ComponentJudge } from './fair-component.ts'
import type { Ledger } from './ledger.ts'
import { rest, slice } from './pace.ts'
import type { Product } from './product.ts'

/** What to judge, and with what. */
export interface Decision {
  readonly product: Product
  readonly strengths: readonly Strength[]
  readonly pacer: Pacer
  readonly ledger: Ledger
}

/** Whether a fair run is accepted: one that goes round, or one that stays somewhere for ever. Throws `Stopped`. */
export async function hasFairRun(decision: Decision): Promise<boolean> {
  const walk = new FairWalk(decision)
  const isFound = await walk.run(true)
  walk.components.free()
  return isFound
}

/** All of the product, with its fair components closed under the numbers from 1: each the largest that there is. Throws `Stopped`. */
export async function fairComponents(decision: Decision): Promise<Components> {
  const walk = new FairWalk(decision)
  await walk.run(false)
  return walk.components
}

class FairWalk {
  readonly components: Components
  readonly #decision: Decision
  readonly #judge: ComponentJudge
  #fair = 0

  constructor(decision: Decision) {
    const { product, strengths, ledger } = decision
    this.#decision = decision
    this.components = new Components(product, ledger)
    this.#judge = new ComponentJudge(product, this.components, strengths)
  }

  /** Whether there is a fair run. `early`: nothing more is done once that is known. */
  async run(early: boolean): Promise<boolean> {
    const { product } = this.#decision
    const { graph, automaton } = product
    let isFound = false
    for (const state of graph.initial) {
      for (const node of automaton.initial) this.components.begin(product.vertex(state, node))
    }
    isFound = await this.#walk(early)
    if (automaton.anywhere.length > 0) {
      for (let state = 0; state < graph.size && !(isFound && early); state++) {
        if (state % slice === 0) await this.#rest()
        if (!product.isEntered(state)) continue
        const begun = product
          .entries(state)
          .filter((node) => this.components.begin(product.vertex(state, node)))
        if (begun.length > 0 && (await this.#walk(early))) isFound = true
      }
    }
    this.components.finish()
    return isFound
  }

  async #walk(early: boolean): Promise<boolean> {
    let isFound = false
    for (;;) {
      switch (this.components.walk(slice)) {
        case 'done':
          return isFound
        case 'paused':
          await this.#rest()
          break
        case 'stay':
          if (early) return true
          isFound = true
          break
        case 'component':
          if (!(await this.#isFair())) break
          if (early) return true
          isFound = true
      }
    }
  }

  /** Judges the component that is complete, and closes or splits it. */
  async #isFair(): Promise<boolean> {
    const judge = this.#judge
    judge.begin()
    for (;;) {
      switch (judge.judge(slice)) {
        case 'paused':
          await this.#rest()
          break
        case 'unfair':
          this.components.close()
          return false
        case 'fair':
          this.components.close(++this.#fair)
          return true
        case 'split':
          while (!judge.exclude(slice)) await this.#rest()
          this.components.split()
          return false
      }
    }
  }

  async #rest(): Promise<void> {
    if (this.#decision.pacer.due) await rest(this.#decision.pacer)
  }
}
