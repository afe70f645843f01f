/** What an engine cannot do with a model that is right. */

/** The message says what stands in the way, and what to do. */
export class EngineLimit extends Error {
  override readonly name = 'EngineLimit'
}
