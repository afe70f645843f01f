/** Files of a trace by their names alone, and what those stand for. */

import { basename, dirname } from 'node:path'
import { wrap } from './lines.ts'
import type { Page } from './page.ts'
import type { StepText } from './step-text.ts'

/** The steps with the names of their files for the paths; the very same steps where two files have one name. */
export function shortened(steps: readonly StepText[]): readonly StepText[] {
  const files = filesOf(steps)
  if (new Set(files.map((file) => basename(file))).size < files.length) return steps
  return steps.map((step) =>
    step.file === null
      ? step
      : { ...step, where: basename(step.file) + step.where.slice(step.file.length) },
  )
}

/** In which folder each of the files is. */
export function legend(steps: readonly StepText[], { width, paint }: Page): readonly string[] {
  const folders = Map.groupBy(filesOf(steps), (file) => dirname(file))
  return [...folders]
    .filter(([folder]) => folder !== '.')
    .flatMap(([folder, files]) => {
      const names = files.map((file) => basename(file)).join(', ')
      return wrap(`in ${folder}/: ${names}`, width - 2, 2)
    })
    .map((line) => `  ${paint('faint', line)}`)
}

function filesOf(steps: readonly StepText[]): readonly string[] {
  return [...new Set(steps.flatMap(({ file }) => file ?? []))]
}
