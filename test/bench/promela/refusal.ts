/** What the translator cannot say in Promela, and where the author said it. */

import type { Site } from '../../../dsl/site.ts'

/** The message names the place, as every error to the author does. */
export class Refusal extends Error {
  override readonly name = 'Refusal'

  constructor(site: Site, what: string) {
    super(
      `${site.toString()}: ${what} has no translation to Promela. Leave the model out of the bench.`,
    )
  }
}
