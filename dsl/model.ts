/** `model`: a function of parameters that declares a model, and what becomes of it. */

import { ModelBuilder } from './builder.ts'
import { finish } from './finish.ts'
import type { Model } from './ir.ts'
import { ModelError } from './mistake.ts'
import { bindParameters, declareParameters } from './parameter.ts'
import type { Declarations, ParameterDeclaration, ParameterValue, ValuesOf } from './parameter.ts'
import { withSession, type BuildOptions, type Session } from './session.ts'
import { here, Site } from './site.ts'
import { looseMistakes } from './validate/unused.ts'

/** A model that waits for its parameters. */
export interface ModelTemplate<D extends Declarations = Declarations> {
  readonly kind: 'fencepost model'
  readonly name: string
  readonly declared: readonly ParameterDeclaration[]
  readonly site: Site
  /**
   * The model for these parameters; those left out have their defaults.
   *
   * @throws ModelError when the model is wrong, ParameterError when a parameter is, AssumptionError when an assumption fails.
   */
  instantiate(given?: Partial<ValuesOf<D>>, options?: BuildOptions): Model
}

/** A template whose parameters the compiler does not know: what a command line loads. */
export interface AnyTemplate extends Omit<ModelTemplate, 'instantiate'> {
  instantiate(given?: Readonly<Record<string, ParameterValue>>, options?: BuildOptions): Model
}

/**
 * Declares a model. `build` runs whenever the model is instantiated.
 *
 * @throws ModelError when a parameter's default is outside its sort.
 *
 * ```ts
 * const counter = model('counter', { top: int(1, 9).default(3) }, (m, { top }) => {
 *   const n = m.state('n', int(0, top))
 *   m.action('increment', {}, () => n.lt(top), function* () {
 *     yield* n.set(n.plus(1))
 *   })
 *   m.mayEnd('full', n.eq(top))
 *   m.always('not negative', n.ge(0))
 * })
 * ```
 */
export function model<const D extends Declarations>(
  name: string,
  declarations: D,
  build: (m: ModelBuilder, parameters: ValuesOf<D>) => void,
): ModelTemplate<D> {
  const site = here()
  const declared = declareParameters(declarations, site)
  return {
    kind: 'fencepost model',
    name,
    declared,
    site,
    instantiate: (given = {}, options = {}) => {
      // A given parameter that is not declared, or not of its sort, is refused here.
      const loose = given as Readonly<Record<string, ParameterValue>>
      const parameters = bindParameters(declared, loose)
      const values = Object.fromEntries(parameters.map((each) => [each.name, each.value]))
      return withSession(options, (session) => {
        try {
          // Each declared parameter has a value of its sort: `bindParameters` saw to it.
          build(new ModelBuilder(session), values as ValuesOf<D>)
        } catch (error) {
          throw explained(error, session)
        }
        return finish({ name, parameters, site }, session)
      })
    },
  }
}

/** The author's mistake, where JavaScript stumbles over one and names only the consequence. */
function explained(error: unknown, session: Session): unknown {
  if (error instanceof RangeError && error.message.includes('call stack')) {
    // Inside of 'function* name', that name is the generator function, and not the procedure made of it.
    const what = 'a body calls itself without end'
    const remedy = 'Write recursion as a loop: a model has no stack'
    return new ModelError([{ site: repeated(error), what, remedy }], { cause: error })
  }
  // Without its 'yield*' a statement stands where a term should.
  const lost = error instanceof TypeError ? looseMistakes(session) : []
  return lost.length > 0 ? new ModelError(lost, { cause: error }) : error
}

/** The place that is met twice on the way down: wherever the stack ended, that is where it comes round. */
function repeated({ stack = '' }: Error): Site {
  const lines = stack.split('\n')
  const place = lines.find((line, position) => {
    return /:\d+:\d+\)?$/.test(line) && lines.indexOf(line) < position
  })
  return new Site({ stack: place ?? stack })
}
