/** The table that shows a deadlock as what happens on each CPU, from top to bottom. */

import { cut, oneLine, widthOf } from '../lines.ts'
import type { Page } from '../page.ts'

/** What a CPU does; `depth` indents it, inside an interrupt. */
export interface ScenarioLine {
  readonly cpu: number
  readonly text: string
  readonly depth?: number
}

export interface Scenario {
  readonly title: string
  /** Who runs on each CPU; empty where that is anybody. */
  readonly tasks: readonly string[]
  readonly cpus: number
  readonly lines: readonly ScenarioLine[]
}

const indent = 2
const headerIndent = 7
/** How far the columns are apart in the kernel's own reports, and how near they can come. */
const usual = 29
const least = 14

/** The table, ending in `*** DEADLOCK ***`; null where so many CPUs do not fit side by side. */
export function scenarioLines(scenario: Scenario, page: Page): readonly string[] | null {
  const lines = scenario.lines.map((line) => ({ ...line, text: oneLine(line.text) }))
  const distance = distanceOf(scenario.cpus, lines, page.width)
  if (distance === null) return null
  const cpus = Array.from({ length: scenario.cpus }, (_, cpu) => cpu)
  const header = (text: (cpu: number) => string): string =>
    cpus.reduce((line, cpu) => {
      const column = cpu === 0 ? headerIndent : indent + cpu * distance
      return line.padEnd(column) + cut(text(cpu), distance - (cpu === 0 ? headerIndent : indent))
    }, '')
  const tasks = scenario.tasks.length === 0 ? [] : [header((cpu) => scenario.tasks[cpu] ?? '')]
  return [
    ` ${scenario.title}:`,
    '',
    header((cpu) => `CPU${cpu}`),
    ...tasks.map((line) => page.paint('strong', line)),
    header(() => '----'),
    ...lines.map(({ cpu, text, depth = 0 }) => {
      return ' '.repeat(indent + cpu * distance + depth * indent) + text
    }),
    '',
    page.paint('bad', ' *** DEADLOCK ***'),
  ]
}

/** A line has one CPU's text, so that only what stands in the last column has to fit. */
function distanceOf(cpus: number, lines: readonly ScenarioLine[], width: number): number | null {
  const room = Math.min(
    ...lines.map(({ cpu, text, depth = 0 }) => {
      const free = width - indent - depth * indent - widthOf(text)
      return cpu === 0 ? (free < 0 ? -1 : usual) : Math.floor(free / cpu)
    }),
  )
  const heading = Math.floor((width - indent) / cpus)
  const distance = Math.min(usual, room, heading)
  return distance < (cpus === 1 ? 0 : least) ? null : distance
}
