/** Models that were once read in two ways, or could be: the engines agree on each, and on what the page on semantics says of it. */

import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { check } from '../../checker/check.ts'
import type { Model } from '../../dsl/ir.ts'
import { compiledDifference } from './compiled-agreement.ts'
import { disagreement, flat, reference, show } from './engines.ts'
import { modes } from './modes.ts'
import { judge } from './verdicts.ts'
import { mistakes } from './well-formed.ts'

interface Fixture {
  readonly model: Model
  /** Worked out by hand; `steps` where there is a counterexample. */
  readonly expected?: {
    readonly verdict: string
    readonly distinct: number
    readonly generated: number
    readonly steps?: number
  }
}

const folder = join(import.meta.dirname, 'fixtures')
const names = readdirSync(folder).filter((name) => name.endsWith('.ts'))
const limits = { states: 500, depth: 30 }

function load(name: string): Promise<Fixture> {
  return import(join(folder, name))
}

describe.each(names)('%s', (name) => {
  test('is well-formed', async () => {
    const { model } = await load(name)
    expect(mistakes(model)).toEqual([])
  })

  test('is the same for the interpreter, the lowering and the compiled engine', async () => {
    const { model } = await load(name)
    expect(disagreement(show(reference, model, limits), show(flat, model, limits))).toBe(null)
    expect(compiledDifference(model, limits)).toBe(null)
    for (const mode of [{}, ...modes]) expect((await judge(model, mode)).disagreement).toBe(null)
  })

  test('comes to what was worked out by hand, if it was', async () => {
    const { model, expected } = await load(name)
    const { verdict, distinct, generated, steps } = await check(model)
    const found = { verdict: verdict.kind, distinct, generated, steps: steps ?? undefined }
    expect(found).toMatchObject(expected ?? {})
  })
})
