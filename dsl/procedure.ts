/** Procedures: the kernel's functions, with by-value parameters, locals of their own, and a result. */

import { collect } from './collect.ts'
import type { Draft } from './draft.ts'
import type { Expr, ProcedureId, Sort } from './ir.ts'
import { mistaken } from './mistake.ts'
import { StatementNode, type AnyStatement, type LabelsOf } from './node.ts'
import { requireSession, session, type BuiltProcedure } from './session.ts'
import { here, type Site } from './site.ts'
import { localTerm, newBinding } from './step.ts'
import { lift } from './terms/lift.ts'
import type { Input, PlaceOf, TermOf } from './terms/types.ts'

type ParameterSorts = { readonly [name: string]: Sort }
type Arguments<P extends ParameterSorts> = { readonly [K in keyof P]: Input<P[K]> }
type Parameters<P extends ParameterSorts> = { readonly [K in keyof P]: PlaceOf<P[K]> }

/** What `ret` may give back: nothing without a result sort. */
type Returned<S extends Sort | undefined> = S extends Sort ? Input<S> : undefined
type Result<S extends Sort | undefined> = S extends Sort ? TermOf<S> : void

/** Calls the procedure. The body is built at the first call in each model. */
export type Callable<P extends ParameterSorts, S extends Sort | undefined, L extends string> = (
  ...args: keyof P extends never ? [] : [Arguments<P>]
) => StatementNode<L, Result<S>>

/**
 * A procedure named as its generator function. Arguments are given by name: `drm_gem_shmem_vmap({ bo })`.
 *
 * ```ts
 * const get_pages = procedure({ params: { n: int(0, 2) }, returns: bool }, function* get_pages({ n }) {
 *   yield* ret(n.gt(0))
 * })
 * ```
 */
export function procedure<Y extends AnyStatement<string, undefined> = never>(
  body: () => Generator<Y, void, unknown>,
): Callable<Record<never, Sort>, undefined, LabelsOf<Y>>
export function procedure<
  P extends ParameterSorts = Record<never, Sort>,
  S extends Sort | undefined = undefined,
  Y extends AnyStatement<string, Returned<S>> = never,
>(
  options: { readonly params?: P; readonly returns?: S },
  body: (args: Parameters<P>) => Generator<Y, void, unknown>,
): Callable<P, S, LabelsOf<Y>>
export function procedure(first: unknown, second?: unknown): unknown {
  const site = here()
  const run = second ?? first
  if (typeof run !== 'function')
    return mistaken(site, 'the procedure has no body', 'Give it a generator function')
  if (run.name === '') {
    mistaken(
      site,
      'the procedure has no name',
      "Write 'function* name() { … }' with the kernel function's name",
    )
  }
  // The overloads are the only ways in.
  const options = (second === undefined ? {} : first) as Source['options']
  const source: Source = { name: run.name, options, run: run as Source['run'], site }
  return (args: Readonly<Record<string, unknown>> = {}) => {
    const callSite = here()
    return call(buildOnce(source, callSite), args, callSite)
  }
}

interface Source {
  readonly name: string
  readonly options: { readonly params?: ParameterSorts; readonly returns?: Sort }
  readonly run: (args: unknown) => Generator<AnyStatement, void, unknown>
  readonly site: Site
}

function buildOnce(source: Source, callSite: Site): BuiltProcedure {
  const { name, options, run, site } = source
  const building = requireSession(`a call of '${name}'`)
  const known = building.procedures.get(source)
  if (known !== undefined) return known
  const position = building.running.findIndex((each) => each.source === source)
  if (position >= 0) {
    const between = building.running.slice(position + 1).map((each) => `'${each.name}'`)
    const through = between.length === 0 ? '' : ` through ${between.join(' and ')}`
    const remedy = 'Write recursion as a loop: a model has no stack'
    mistaken(callSite, `'${name}' calls itself${through}`, remedy)
  }
  const bindings = Object.entries(options.params ?? {}).map(([param, sort]) =>
    newBinding(param, sort),
  )
  const parameters = Object.fromEntries(
    bindings.map((binding) => [binding.name, localTerm(binding, site)]),
  )
  const returns = options.returns ?? null
  building.running.push({ source, name, returns })
  const { drafts } = collect(() => run(parameters))
  building.running.pop()
  // The only place where procedures are numbered.
  const id = building.built.length as ProcedureId
  const built: BuiltProcedure = {
    id,
    name,
    parameters: bindings,
    returns,
    drafts,
    site,
  }
  building.built.push(built)
  building.procedures.set(source, built)
  return built
}

function call(
  procedure: BuiltProcedure,
  args: Readonly<Record<string, unknown>>,
  site: Site,
): StatementNode<string, unknown> {
  const { id, name, parameters, returns } = procedure
  for (const given of Object.keys(args)) {
    if (parameters.some((parameter) => parameter.name === given)) continue
    const names = parameters.map((parameter) => parameter.name).join(', ')
    mistaken(
      site,
      `'${name}' has no parameter '${given}'`,
      names === '' ? 'It has none' : `It has ${names}`,
    )
  }
  const values: Expr[] = parameters.map((parameter) => {
    if (!Object.hasOwn(args, parameter.name)) {
      mistaken(
        site,
        `'${name}' is called without '${parameter.name}'`,
        `Give every parameter by name: '${name}({ ${parameter.name}: … })'`,
      )
    }
    return lift(args[parameter.name], parameter.sort, site)
  })
  const binding = returns === null ? null : { ...newBinding(name, returns), sort: returns }
  const draft: Draft = {
    kind: 'call',
    name,
    procedure: id,
    arguments: values,
    result: binding,
    site,
  }
  const result = binding === null ? undefined : localTerm(binding, site)
  return new StatementNode(draft, name, result)
}

/** Leaves the procedure, from any depth, with this result. A result that reads shared state is read by a step of its own. */
export function ret(): StatementNode<never, void, undefined>
export function ret<const T>(value: T): StatementNode<never, void, T>
export function ret(value?: unknown): StatementNode<never, void, unknown> {
  const site = here()
  return new StatementNode({ kind: 'return', value: returned(value, site), site }, 'ret', undefined)
}

/** The expression of what the procedure around gives back. */
function returned(value: unknown, site: Site): Expr | null {
  const around = session()?.running.at(-1)
  if (around === undefined) {
    return mistaken(
      site,
      "'ret' stands outside of a procedure",
      'Let the body end, or use a procedure',
    )
  }
  if (around.returns !== null) {
    if (value !== undefined) return lift(value, around.returns, site)
    return mistaken(site, `'ret' has no value, and '${around.name}' has a result`, 'Give the value')
  }
  if (value === undefined) return null
  const remedy = "Declare the result: 'procedure({ returns: … }, …)'"
  return mistaken(site, `'ret' has a value, and '${around.name}' has no result`, remedy)
}
