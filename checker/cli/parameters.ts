/** Model parameters as the command line gives them, `name=value`, checked against those that the model declares. */

import type { AnyTemplate } from '../../dsl/model.ts'
import type { ParameterDeclaration } from '../../dsl/parameter.ts'
import { wrap } from '../report/lines.ts'
import { widest } from '../report/page.ts'
import { sortText } from '../sort-text.ts'
import { exitCodes } from '../verdict.ts'
import { CommandError } from './command-error.ts'
import { nearest } from './nearest.ts'

export type Scalar = boolean | number | string

/** The values by name. Throws a `CommandError` that lists the declared parameters when one is wrong. */
export function parameterValues(
  given: readonly string[],
  { name: model, declared }: Pick<AnyTemplate, 'name' | 'declared'>,
): Readonly<Record<string, Scalar>> {
  const values: Record<string, Scalar> = {}
  for (const text of given) {
    const [, name, value] = /^([^=]*)=(.*)$/s.exec(text) ?? []
    if (name === undefined || value === undefined) {
      refuse(`'${text}' is no parameter. Write name=value.`, model, declared)
    }
    const parameter = declared.find((candidate) => candidate.name === name)
    if (parameter === undefined) {
      const names = declared.map((candidate) => candidate.name)
      refuse(`'${model}' has no parameter '${name}'.${meant(name, names)}`, model, declared)
    }
    const read = readValue(value, parameter)
    if (read === null) {
      const values = parameter.sort.kind === 'enum' ? parameter.sort.values : []
      const problem = `'${value}' is no value of '${name}', which is ${sortText(parameter.sort)}.`
      refuse(problem + meant(value, values), model, declared)
    }
    values[name] = read
  }
  return values
}

/** The declared parameters with their sorts and defaults, one a line. */
function declaredText(declared: readonly ParameterDeclaration[]): readonly string[] {
  const width = Math.max(0, ...declared.map(({ name }) => name.length))
  return declared.flatMap(({ name, sort, initial }) => {
    const lines = wrap(`${sortText(sort)}, by default ${String(initial)}`, widest - width - 4)
    return lines.map((line, index) => `  ${(index === 0 ? name : '').padEnd(width)}  ${line}`)
  })
}

function readValue(text: string, { sort }: ParameterDeclaration): Scalar | null {
  switch (sort.kind) {
    case 'bool':
      return text === 'true' ? true : text === 'false' ? false : null
    case 'int': {
      const value = /^-?\d+$/.test(text) ? Number(text) : NaN
      return value >= sort.min && value <= sort.max ? value : null
    }
    case 'enum':
      return sort.values.includes(text) ? text : null
  }
}

function refuse(problem: string, model: string, declared: readonly ParameterDeclaration[]): never {
  const list =
    declared.length === 0
      ? [`'${model}' has no parameters.`]
      : [`The parameters of '${model}':`, ...declaredText(declared)]
  throw new CommandError(exitCodes.commandLine, [...wrap(problem, widest), ...list].join('\n'))
}

function meant(name: string, names: readonly string[]): string {
  const near = nearest(name, names)
  return near === null ? '' : ` Did you mean '${near}'?`
}
