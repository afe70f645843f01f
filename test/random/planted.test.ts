/** The comparison of the engines has teeth: whatever goes wrong in one of them, it notices. */

import { sample } from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Expr } from '../../dsl/ir.ts'
import { models } from './arbitrary.ts'
import { difference } from './compare.ts'
import { flat, reference, show } from './engines.ts'
import type { Engine, Shown } from './engines.ts'
import { staticKinds } from './kinds.ts'
import { inProgram, inSystem } from './planted/bug.ts'
import { mistaking } from './planted/expression-bugs.ts'
import { modelBugs, roundBugs } from './planted/model-bugs.ts'
import { programBugs } from './planted/program-bugs.ts'
import { systemBugs } from './planted/system-bugs.ts'

const list = sample(models(), { seed: 20_260_731, numRuns: 1000 })
const limits = { states: 40, depth: 8 }
/** The rarest mistake takes some hundred models, on a machine that is busy with other things. */
const timeout = 120_000

/** What the sound engine shows of each model: the same for all the tests. */
function remembering(engine: Engine): (position: number) => Shown {
  const known: Shown[] = []
  return (position) => {
    const model = list[position]
    if (model === undefined) throw new Error(`there is no model ${position}`)
    return (known[position] ??= show(engine, model, limits))
  }
}

const ofReference = remembering(reference)
const ofFlat = remembering(flat)

/** The first model of which the two engines show different things; what the wrong one throws gives nothing away. */
function firstNoticed(sound: (position: number) => Shown, wrong: Engine): number {
  return list.findIndex((model, position) => {
    const left = sound(position)
    const right = show(wrong, model, limits)
    if (left.kind === 'thrown' || right.kind === 'thrown') return false
    return difference(left.recording, right.recording) !== null
  })
}

describe('against the interpreter, a lowering shows', { timeout }, () => {
  const bugs: readonly (readonly [string, Engine])[] = [
    ...Object.entries(programBugs).map(([claim, change]) => [claim, inProgram(change)] as const),
    ...Object.entries({ ...modelBugs, ...roundBugs }).map(([claim, change]) => {
      const engine: Engine = (model) => flat(change(model))
      return [claim, engine] as const
    }),
    ...Object.entries(systemBugs).map(
      ([claim, change]) => [claim, inSystem(flat, change)] as const,
    ),
  ]
  test.each(bugs)('%s', (_, wrong) => {
    expect(firstNoticed(ofReference, wrong)).not.toBe(-1)
  })
})

describe('against the interpreter, a lowering shows a wrong value of', { timeout }, () => {
  // The table is of all kinds, which is what its type says of its keys.
  test.each(Object.keys(staticKinds.expression) as Expr['kind'][])('%s', (kind) => {
    expect(firstNoticed(ofReference, mistaking(kind))).not.toBe(-1)
  })
})

describe('against the lowering, an interpreter shows', { timeout }, () => {
  test.each(Object.entries(modelBugs))('%s', (_, change) => {
    expect(firstNoticed(ofFlat, (model) => reference(change(model)))).not.toBe(-1)
  })
})
