/** Who holds what, and who waits for what, in words. */

import type { Model } from '../../dsl/ir.ts'
import type { Awaited, Situation, Standing } from '../situation.ts'
import { columnWidths, grid, narrowed } from './grid.ts'
import type { Row } from './grid.ts'
import type { Page } from './page.ts'
import { lineText } from './path-text.ts'
import { stepText, whoText } from './step-text.ts'

type Blocked = Standing & { kind: 'blocked' }

const indent = 2

/** `native in drm_gem_shmem_pin waits for resv, held by itself`; less where the model does not say so much. */
export function waitText(one: Blocked, model: Model): string {
  const name = (thread: number): string => whoText(thread, model)
  const waits = waitsText(one, name)
  if (waits === '') return `${name(one.thread)} is blocked in ${blockedText(one)}`
  const called = one.at.calls.at(-1)
  const where = called === undefined ? '' : ` in ${called.procedure}`
  return `${name(one.thread)}${where} waits for ${waits}`
}

/** A line for each process instance, then one for each lock that is held. */
export function situationLines(
  { threads, locks }: Situation,
  model: Model,
  page: Page,
): readonly string[] {
  const name = (thread: number): string => whoText(thread, model)
  const standing = threads.map((one): Row => [
    { text: name(one.thread), style: 'strong' },
    {
      text: standingText(one, name, page.cwd),
      style: one.kind === 'blocked' ? 'bad' : 'plain',
    },
  ])
  const held = locks.flatMap(({ name: lock, lockClass, holders }): Row[] => {
    if (holders.length === 0) return []
    const ofClass = lockClass === lock ? '' : ` (${lockClass})`
    return [
      [{ text: lock, style: 'strong' }, { text: `held by ${namesText(holders, name)}${ofClass}` }],
    ]
  })
  const rows = [...standing, ...held]
  const widths = narrowed(columnWidths(rows), page.width - indent)
  return grid(rows, widths, page, indent)
}

function standingText(one: Standing, name: (thread: number) => string, cwd: string): string {
  if (one.kind === 'terminated') return 'has ended'
  const { inBody } = one.at.site
  const place = inBody === null ? '' : ` at ${lineText(inBody, cwd)}`
  if (one.kind === 'paused') return `is interrupted before ${stepText(one.at)}${place}`
  if (one.kind === 'enabled') return `can go on with ${stepText(one.at)}${place}`
  const waits = waitsText(one, name)
  const why = waits === '' ? '' : `: waits for ${waits}`
  return `is blocked in ${blockedText(one)}${place}${why}`
}

/** What the model says that it waits for; empty where it says nothing. */
function waitsText(one: Blocked, name: (thread: number) => string): string {
  const waits = one.steps.flatMap(({ wait }) =>
    wait === null ? [] : [awaitedText(wait, one.thread, name)],
  )
  return [...new Set(waits)].join(', or ')
}

/** What it would do next: at an `either` the step of each branch, if there are not many. */
function blockedText({ at, steps }: Blocked): string {
  const texts = new Set(steps.map(({ step }) => stepText(step)))
  return texts.size === 0 || texts.size > 2 ? stepText(at) : [...texts].join(' or ')
}

function awaitedText(wait: Awaited, self: number, name: (thread: number) => string): string {
  const names = (threads: readonly number[]): string =>
    namesText(threads, (thread) => (thread === self ? 'itself' : name(thread)))
  switch (wait.kind) {
    case 'lock':
      return wait.holders.length === 0 ? wait.lock : `${wait.lock}, held by ${names(wait.holders)}`
    case 'event':
      if (wait.by === null) return wait.event
      return wait.by.length === 0
        ? `${wait.event}, which nobody can grant`
        : `${wait.event}, from ${names(wait.by)}`
    case 'any':
      return `any of ${wait.of.map((one) => awaitedText(one, self, name)).join('; ')}`
  }
}

function namesText(threads: readonly number[], name: (thread: number) => string): string {
  return threads.map(name).join(' and ')
}
