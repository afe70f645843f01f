/** A model by its name and the values of its parameters. */

import type { Model } from '../../dsl/ir.ts'

/** `shmem vmap (convention=universal, importers=2)`. */
export function modelText({ name, parameters }: Model): string {
  return withParameters(
    name,
    parameters.map((one) => [one.name, one.value]),
  )
}

/** The name, and in brackets the values. */
export function withParameters(
  name: string,
  parameters: readonly (readonly [string, unknown])[],
): string {
  const values = parameters.map(([parameter, value]) => `${parameter}=${String(value)}`)
  return values.length === 0 ? name : `${name} (${values.join(', ')})`
}
