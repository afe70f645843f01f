/** A module that WebAssembly does not take is refused with advice; one that is wrong is an error of our own. */

import { describe, expect, test } from 'vitest'
import { ownErrorText } from '../../../checker/cli/command-error.ts'
import { compileModel, moduleOf } from '../../../checker/compiled/compile-model.ts'
import type { Wat } from '../../../checker/compiled/wat.ts'
import { EngineLimit } from '../../../checker/engine-limit.ts'
import { index, nth } from '../../../dsl/index.ts'
import { built, lossy } from '../liveness/small-models.ts'

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

test('a model with more kinds of fair steps than an outcome has place for is refused', () => {
  const many = built((m) => {
    const seat = index('seat', 70_000)
    const at = m.state('at', seat)
    const go = m.action(
      'go',
      { to: seat },
      () => true,
      function* ({ to }) {
        yield* at.set(to)
      },
    )
    m.fair('everywhere', 'weak', go, { each: true })
    m.eventually('there', at.eq(nth(seat, 7)))
  })
  expect(() => compileModel(many)).toThrow(EngineLimit)
  expect(() => compileModel(many, { liveness: false })).not.toThrow()
})

test('a model has what the graph of its states takes only where its runs are judged', () => {
  const whole = lossy('weak')
  expect(compileModel(whole).sizes.temporal).toBe(true)
  expect(compileModel(whole, { liveness: false }).sizes.temporal).toBe(false)
  expect(compileModel({ ...whole, temporal: [] }).sizes.temporal).toBe(false)
})

describe('the command', () => {
  test('tells a limit without a stack', () => {
    expect(ownErrorText(new EngineLimit('Too much.'))).toBe('fencepost: Too much.')
  })

  test('tells any other error with its stack', () => {
    expect(ownErrorText(new Error('Why?'))).toContain('at ')
  })
})
