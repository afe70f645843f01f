/** A module that WebAssembly does not take is refused with advice; one that is wrong is an error of our own. */

import { describe, expect, test } from 'vitest'
import { ownErrorText } from '../../../checker/cli/command-error.ts'
import { moduleOf } from '../../../checker/compiled/compile-model.ts'
import type { Wat } from '../../../checker/compiled/wat.ts'
import { EngineLimit } from '../../../checker/engine-limit.ts'

function withLocals(count: number): readonly Wat[] {
  const locals = Array.from({ length: count }, (_, i): Wat => ['local', `$l${i}`, 'i64'])
  return [['func', '$f', ...locals]]
}

describe('a module', () => {
  test('of an ordinary size is made', () => {
    expect(moduleOf(withLocals(100))).toBeInstanceOf(WebAssembly.Module)
  })

  test('with more locals than WebAssembly allows is refused, and the way out is named', () => {
    const making = (): unknown => moduleOf(withLocals(60_000))
    expect(making).toThrow(EngineLimit)
    expect(making).toThrow(
      /^The model is too large for the compiled engine \(.*--engine reference\.$/s,
    )
  })

  test('that is not valid is no limit', () => {
    const wrong: readonly Wat[] = [['func', '$f', ['result', 'i64']]]
    expect(() => moduleOf(wrong)).toThrow('Compiling function #0 failed')
    expect(() => moduleOf(wrong)).not.toThrow(EngineLimit)
  })
})

describe('the command', () => {
  test('tells a limit without a stack', () => {
    expect(ownErrorText(new EngineLimit('Too much.'))).toBe('fencepost: Too much.')
  })

  test('tells any other error with its stack', () => {
    expect(ownErrorText(new Error('Why?'))).toContain('at ')
  })
})
