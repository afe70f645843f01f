/** What a check answers comes from the compiled module: what is wrong in the module is wrong in the answer, or no answer. */

import { afterEach, expect, test, vi } from 'vitest'
import { check } from '../checker/check.ts'
import type { Wat } from '../checker/compiled/wat.ts'
import { ReplayError } from '../checker/trace.ts'
import { model } from './random/fixtures/many-outcomes.ts'

type Change = (fields: readonly Wat[]) => readonly Wat[]

const planted = vi.hoisted((): { change: Change } => ({ change: (fields) => fields }))

vi.mock(import('../checker/compiled/assemble/assemble.ts'), async (importOriginal) => {
  const { assemble } = await importOriginal()
  return { assemble: (fields: readonly Wat[]) => assemble(planted.change(fields)) }
})

afterEach(() => {
  planted.change = (fields) => fields
})

/** The function does this instead of what it does. */
function replacing(name: string, ...body: readonly Wat[]): Change {
  return (fields) => fields.map((field) => (field[1] === name ? [...head(field), ...body] : field))
}

/** Up to the first instruction. */
function head(field: Wat): readonly Wat[] {
  if (typeof field === 'string') return []
  const parts: readonly unknown[] = ['param', 'result', 'export']
  return field.filter((part, i) => i < 2 || parts.includes(part[0]))
}

test('a check that is given no engine takes the compiled one, and says so', async () => {
  const { assumptions, verdict } = await check(model)
  expect(assumptions).toContainEqual({ kind: 'engine', engine: 'compiled' })
  expect(verdict.kind).toBe('violated')
})

test('a module that finds every state well makes the model hold', async () => {
  planted.change = replacing('$judge', ['i32.const', '0'])
  expect(await check(model)).toMatchObject({ verdict: { kind: 'deadlock' }, distinct: 1600 })
  expect((await check(model, { engine: 'reference' })).verdict.kind).toBe('violated')
})

test('a module that has no steps finds one state, and its deadlock is not shown', async () => {
  planted.change = replacing('$expand')
  expect(await check(model, { deadlock: false })).toMatchObject({
    verdict: { kind: 'holds' },
    distinct: 1,
  })
  await expect(check(model)).rejects.toThrow(ReplayError)
})
