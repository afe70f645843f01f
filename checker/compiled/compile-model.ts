/** From a model to its module. */

import type { Model } from '../../dsl/ir.ts'
import { lower } from '../lower/lower.ts'
import type { Program } from '../lower/program.ts'
import { EngineLimit } from '../engine-limit.ts'
import { assemble } from './assemble/assemble.ts'
import type { Layout } from './layout.ts'
import type { Sizes } from './runtime/memory-map.ts'
import { runtimeFields } from './runtime/runtime.ts'
import { generate } from './step/generate.ts'
import type { Wat } from './wat.ts'

export interface CompiledModel {
  readonly program: Program
  readonly layout: Layout
  readonly module: WebAssembly.Module
  /** What the module's memory depends on. */
  readonly sizes: Sizes
  /** What the module expects at `constantsAddress`. */
  readonly constants: Uint8Array
}

/** The module that explores the model. Throws an `EngineLimit` where it would be larger than WebAssembly allows. */
export function compileModel(model: Model): CompiledModel {
  const program = lower(model)
  const { fields, generation, shape } = generate(program)
  return {
    program,
    layout: generation.layout,
    module: moduleOf([...runtimeFields(shape), ...fields]),
    sizes: shape,
    constants: new Uint8Array(generation.constants.buffer),
  }
}

/** The module of these fields. Throws an `EngineLimit` where it is larger than WebAssembly allows. */
export function moduleOf(fields: readonly Wat[]): WebAssembly.Module {
  const binary = assemble(fields)
  try {
    return new WebAssembly.Module(binary)
  } catch (error) {
    // The limits are the implementation's, and it tells them by messages only.
    if (!(error instanceof Error) || !tooLarge.test(error.message)) throw error
    const what = 'The model is too large for the compiled engine'
    throw new EngineLimit(`${what} (${error.message}). Check it with --engine reference.`)
  }
}

const tooLarge = /too (large|big|many)|exceeds|maximum/
