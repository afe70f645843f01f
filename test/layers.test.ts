/** The project's imports run in one direction, and the rules that say so can fail. */

import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { importsOf, readImports } from './imports.ts'
import type { Import } from './imports.ts'
import { breaches, folders, valueCycles, wrongArrows } from './layers.ts'

function value(from: string, to: string): Import {
  return { from, to, typeOnly: false }
}

function type(from: string, to: string): Import {
  return { from, to, typeOnly: true }
}

describe('the imports of the project', () => {
  const project = (): readonly Import[] => readImports(join(import.meta.dirname, '..'), folders)

  test('are found in every layer', () => {
    const seen = new Set(project().map(({ from }) => from.slice(0, from.indexOf('/'))))
    expect([...seen].toSorted()).toEqual([...folders].toSorted())
  })

  test('run in the directions that the layers allow', () => {
    expect(wrongArrows(project())).toEqual([])
  })

  test('let neither reading of the language reach the other', () => {
    expect(breaches(project())).toEqual([])
  })

  test('of values form no cycle', () => {
    expect(valueCycles(project())).toEqual([])
  })
})

describe('an arrow', () => {
  test.each([
    ['dsl/model.ts', 'dsl/ir.ts'],
    ['dsl/kernel/locks/mutex.ts', 'dsl/index.ts'],
    ['dsl/kernel/locks/mutex.ts', 'dsl/kernel/variables/variable.ts'],
    ['models/shmem/vmap.ts', 'dsl/kernel/index.ts'],
    ['specs/vmap.spec.ts', 'models/shmem/vmap.ts'],
    ['checker/explore.ts', 'dsl/ir.ts'],
    ['checker/reference/evaluate.ts', 'dsl/site.ts'],
    ['checker/compiled/search.ts', 'checker/lower/program.ts'],
    ['checker/compiled/step/judge.ts', 'checker/compiled/expression/compile.ts'],
    ['checker/compiled/step/judge.ts', 'checker/compiled/runtime/judgement.ts'],
    ['checker/compiled/compile-model.ts', 'checker/compiled/step/generate.ts'],
    ['checker/cli/main.ts', 'dsl/index.ts'],
    ['checker/cli/main.ts', 'checker/reference/evaluate.ts'],
  ])('from %s to %s is allowed', (from, to) => {
    expect(wrongArrows([value(from, to)])).toEqual([])
  })

  test.each([
    ['dsl/model.ts', 'dsl/kernel/locks/mutex.ts'],
    ['dsl/model.ts', 'checker/explore.ts'],
    ['dsl/kernel/locks/mutex.ts', 'models/shmem/vmap.ts'],
    ['models/shmem/vmap.ts', 'specs/vmap.spec.ts'],
    ['models/shmem/vmap.ts', 'checker/explore.ts'],
    ['specs/vmap.spec.ts', 'checker/explore.ts'],
    ['specs/vmap.spec.ts', 'test/layers.ts'],
    ['checker/explore.ts', 'dsl/model.ts'],
    ['checker/explore.ts', 'dsl/kernel/locks/mutex.ts'],
    ['checker/explore.ts', 'checker/cli/main.ts'],
    ['checker/compiled/bits.ts', 'checker/compiled/expression/compile.ts'],
    ['checker/compiled/expression/compile.ts', 'checker/compiled/step/judge.ts'],
    ['checker/compiled/step/judge.ts', 'checker/compiled/host/job.ts'],
    ['checker/compiled/runtime/store.ts', 'checker/compiled/generation.ts'],
    ['checker/compiled/host/job.ts', 'checker/lower/program.ts'],
    ['checker/compiled/assemble/assemble.ts', 'checker/compiled/runtime/store.ts'],
    ['checker/cli/main.ts', 'specs/vmap.spec.ts'],
    ['checker/cli/main.ts', 'test/layers.ts'],
    ['models/shmem/vmap.ts', 'fencepost'],
    ['elsewhere/file.ts', 'dsl/ir.ts'],
  ])('from %s to %s is wrong', (from, to) => {
    expect(wrongArrows([value(from, to)])).toEqual([`${from} -> ${to}`])
  })

  test('that only fetches a type is as wrong as any', () => {
    const imports = [type('checker/explore.ts', 'dsl/model.ts')]
    expect(wrongArrows(imports)).toEqual(['checker/explore.ts -> dsl/model.ts'])
  })
})

describe('a wall', () => {
  test.each([
    ['checker/reference/step.ts', 'checker/lower/program.ts'],
    ['checker/reference/step.ts', 'checker/compiled/search.ts'],
    ['checker/lower/program.ts', 'checker/reference/step.ts'],
    ['checker/compiled/search.ts', 'checker/reference/step.ts'],
  ])('stands between %s and %s', (from, to) => {
    expect(breaches([type(from, to)])).toEqual([`${from} -> ${to}`])
  })

  test('is not to be walked around through a third module', () => {
    const imports = [
      value('checker/reference/step.ts', 'checker/engine.ts'),
      value('checker/engine.ts', 'checker/lower/program.ts'),
    ]
    expect(breaches(imports)).toEqual([
      'checker/reference/step.ts -> checker/engine.ts -> checker/lower/program.ts',
    ])
  })

  test('lets a third module import both sides', () => {
    const imports = [
      value('checker/engine.ts', 'checker/reference/step.ts'),
      value('checker/engine.ts', 'checker/lower/program.ts'),
    ]
    expect(breaches(imports)).toEqual([])
  })
})

describe('a cycle', () => {
  test('of value imports is found once, with its modules in order', () => {
    const imports = [
      value('dsl/b.ts', 'dsl/c.ts'),
      value('dsl/c.ts', 'dsl/a.ts'),
      value('dsl/a.ts', 'dsl/b.ts'),
    ]
    expect(valueCycles(imports)).toEqual(['dsl/a.ts -> dsl/b.ts -> dsl/c.ts -> dsl/a.ts'])
  })

  test('of one module with itself is found', () => {
    expect(valueCycles([value('dsl/a.ts', 'dsl/a.ts')])).toEqual(['dsl/a.ts -> dsl/a.ts'])
  })

  test('that a type import closes is none', () => {
    const imports = [value('dsl/a.ts', 'dsl/b.ts'), type('dsl/b.ts', 'dsl/a.ts')]
    expect(valueCycles(imports)).toEqual([])
  })
})

describe('the scan', () => {
  const from = 'dsl/model.ts'

  test.each([
    [`import { a } from './a.ts'`, value(from, 'dsl/a.ts')],
    [`import { type A, b } from './a.ts'`, value(from, 'dsl/a.ts')],
    [`import { type A } from './a.ts'`, value(from, 'dsl/a.ts')],
    [`import './a.ts'`, value(from, 'dsl/a.ts')],
    [`import * as a from '../checker/a.ts'`, value(from, 'checker/a.ts')],
    [`import type { A } from './kernel/a.ts'`, type(from, 'dsl/kernel/a.ts')],
    [`export * from './a.ts'`, value(from, 'dsl/a.ts')],
    [`export { a, b } from './a.ts'`, value(from, 'dsl/a.ts')],
    [`export type { A } from './a.ts'`, type(from, 'dsl/a.ts')],
    [`const a = await import('./a.ts')`, value(from, 'dsl/a.ts')],
    [`import { bool } from 'fencepost'`, value(from, 'fencepost')],
  ])('reads %s', (source, expected) => {
    expect(importsOf(from, source)).toEqual([expected])
  })

  test('leaves out dependencies, exports of its own and what only looks like an import', () => {
    const source = `import { join } from 'node:path'
      import { Map } from 'immutable'
      export const text = "import './a.ts'" // import './b.ts'
      export const other = (file: string): unknown => import(file)`
    expect(importsOf(from, source)).toEqual([])
  })

  test('refuses what does not parse', () => {
    expect(() => importsOf(from, 'import {')).toThrow('dsl/model.ts: ')
  })
})
