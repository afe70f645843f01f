/** What the author's text has at each place, which the flat program no longer tells. */

import type { Block, Effect, Expr, Model, Statement } from '../../dsl/ir.ts'
import type { Site } from '../../dsl/site.ts'

export interface AuthoredTest {
  /** With the names that the author gave. */
  readonly test: Expr
  /** Whether anything stands where it is true, and where it is false; a failure does not count, for nobody is to come to it. */
  readonly then: boolean
  readonly otherwise: boolean
}

export interface Authored {
  /** By the place of the statement or action: the guard or test. */
  readonly tests: ReadonlyMap<Site, AuthoredTest>
  /** By the place of an effect: its test. */
  readonly effects: ReadonlyMap<Site, AuthoredTest>
  readonly atomics: ReadonlySet<Site>
  /** The steps and actions that always fail. */
  readonly failures: ReadonlySet<Site>
  /** By name of the label, the first place of it. */
  readonly labels: ReadonlyMap<string, Site>
}

/** Goes through all bodies and actions of the model. */
export function authoredIn({ processes, procedures, actions }: Model): Authored {
  const tests = new Map<Site, AuthoredTest>()
  const effects = new Map<Site, AuthoredTest>()
  const atomics = new Set<Site>()
  const failures = new Set<Site>()
  const labels = new Map<string, Site>()

  function inEffects(list: readonly Effect[]): void {
    for (const effect of list) {
      if (effect.kind === 'forEach') inEffects(effect.body)
      if (effect.kind !== 'when') continue
      const { test, then, otherwise } = effect
      effects.set(effect.site, { test, then: isWanted(then), otherwise: isWanted(otherwise) })
      inEffects([...then, ...otherwise])
    }
  }

  function inBlock({ statements }: Block): void {
    for (const statement of statements) {
      const { kind, site } = statement
      switch (kind) {
        case 'step': {
          const { guard: test } = statement
          if (test !== null) tests.set(site, { test, then: true, otherwise: false })
          if (fails(statement.effects)) failures.add(site)
          inEffects(statement.effects)
          break
        }
        case 'compute':
          inEffects(statement.effects)
          break
        case 'when': {
          const { test, then, otherwise } = statement
          tests.set(site, { test, then: isWantedBlock(then), otherwise: isWantedBlock(otherwise) })
          for (const block of [then, otherwise]) inBlock(block)
          break
        }
        case 'until': {
          const { test, body } = statement
          tests.set(site, { test, then: false, otherwise: isWantedBlock(body) })
          inBlock(body)
          break
        }
        case 'atomic':
          atomics.add(site)
          inBlock(statement.body)
          break
        case 'loop':
          inBlock(statement.body)
          break
        case 'either':
          for (const branch of statement.branches) inBlock(branch)
          break
        case 'label':
          if (!labels.has(statement.label)) labels.set(statement.label, site)
          break
        case 'call':
        case 'return':
        case 'leave':
        case 'again':
          break
      }
    }
  }

  for (const { body } of [...processes, ...procedures]) inBlock(body)
  for (const { guard: test, effects: list, site } of actions) {
    if (test !== null) tests.set(site, { test, then: true, otherwise: false })
    if (fails(list)) failures.add(site)
    inEffects(list)
  }
  return { tests, effects, atomics, failures, labels }
}

function fails(effects: readonly Effect[]): boolean {
  return effects.some(({ kind }) => kind === 'fail')
}

function isWanted(effects: readonly Effect[]): boolean {
  return effects.length > 0 && !fails(effects)
}

function isWantedBlock({ statements }: Block): boolean {
  return statements.length > 0 && !statements.some(isFailure)
}

function isFailure(statement: Statement): boolean {
  if (statement.kind === 'step' || statement.kind === 'compute') return fails(statement.effects)
  return statement.kind === 'atomic' && statement.body.statements.some(isFailure)
}
