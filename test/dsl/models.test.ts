/** Every model of the project is built without a mistake, for each choice of its parameters, and keeps the rules of the IR. */

import { globSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { AssumptionError, type AnyTemplate, type ParameterDeclaration } from '../../dsl/index.ts'
import type { ParameterValue } from '../../dsl/parameter.ts'
import { mistakes } from '../random/well-formed.ts'

const root = join(import.meta.dirname, '../..')
const files = globSync('models/**/*.ts', { cwd: root }).toSorted()

function isTemplate(value: unknown): value is AnyTemplate {
  return typeof value === 'object' && value !== null && 'instantiate' in value
}

const modules = await Promise.all(
  files.map((file): Promise<Record<string, unknown>> => import(join(root, file))),
)
const templates = modules.flatMap((module) => Object.values(module).filter(isTemplate))

/** All names and truth values; of numbers the least and the default. */
function values({ sort, initial }: ParameterDeclaration): readonly ParameterValue[] {
  if (sort.kind === 'bool') return [false, true]
  return sort.kind === 'enum' ? sort.values : [...new Set([sort.min, Number(initial)])]
}

type Choice = Readonly<Record<string, ParameterValue>>

function choices(declared: readonly ParameterDeclaration[]): readonly Choice[] {
  return declared.reduce<readonly Choice[]>(
    (sofar, each) =>
      sofar.flatMap((choice) => values(each).map((value) => ({ ...choice, [each.name]: value }))),
    [{}],
  )
}

test('there are models', () => {
  expect(templates.length).toBeGreaterThan(5)
})

test.each(templates.map((template) => [template.name, template] as const))('%s', (_, template) => {
  // Of very many choices every so many-th: all of them are explored elsewhere, as far as they are of interest.
  const all = choices(template.declared)
  const step = Math.ceil(all.length / 40)
  for (const given of all.filter((__, position) => position % step === 0)) {
    try {
      expect(mistakes(template.instantiate(given))).toEqual([])
    } catch (error) {
      if (!(error instanceof AssumptionError)) throw error
    }
  }
})
