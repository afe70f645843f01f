/** What is wrong with a graph of lock classes, on graphs drawn by hand. */

import { describe, expect, test } from 'vitest'
import type { Dependency } from '../../../checker/lock-order/dependency.ts'
import { judged } from '../../../checker/lock-order/judgement.ts'
import type { LockClass } from '../../../checker/lock-order/lock-class.ts'
import type { LockGraph } from '../../../checker/lock-order/lock-graph.ts'
import { problemInWords, problemText } from '../../../checker/lock-order/problem-classes.ts'
import type { Usage } from '../../../checker/lock-order/usage.ts'
import type { LockMode } from '../../../dsl/ir.ts'

const modeOf: Readonly<Record<string, LockMode>> = {
  E: 'write',
  S: 'read',
  N: 'write',
  R: 'recursive read',
}

function lockClass(name: string): LockClass {
  return { name, subclass: 0, kind: 'sleeping' }
}

/** `a EN b`: `a` held exclusively, `b` requested by no recursive reader. */
function dependency(text: string): Dependency {
  const [from = '', kind = '', to = ''] = text.split(' ')
  const held = modeOf[kind[0] ?? ''] ?? 'write'
  const requested = modeOf[kind[1] ?? ''] ?? 'write'
  return { from: lockClass(from), held, to: lockClass(to), requested }
}

/** `a IN-W`, `a ON-R`: in a hardirq, or where one may come. */
function usage(text: string): readonly [string, Usage] {
  const [name = '', how = ''] = text.split(' ')
  const read = how.endsWith('R')
  return [name, { interrupt: 'hardirq', how: how.startsWith('IN') ? 'in' : 'enabled', read }]
}

function graph(dependencies: readonly string[], usages: readonly string[] = []): LockGraph {
  const drawn = dependencies.map(dependency)
  const used = usages.map(usage)
  const names = drawn.flatMap(({ from, to }) => [from.name, to.name])
  const all = new Set([...names, ...used.map(([name]) => name)].toSorted())
  return {
    classes: [...all].map((name) => ({
      class: lockClass(name),
      usages: used.flatMap(([of, each]) => (of === name ? [{ usage: each, steps: [] }] : [])),
    })),
    dependencies: drawn.map((each) => ({ dependency: each, steps: [], declared: [] })),
    complete: true,
  }
}

function answer(...of: Parameters<typeof graph>): string {
  const suspicion = judged(graph(...of))
  return suspicion === null ? 'fine' : problemText(problemInWords(suspicion))
}

describe('a cycle', () => {
  test('is found where all locks are exclusive', () => {
    expect(answer(['a EN b', 'b EN c'])).toBe('fine')
    expect(answer(['a EN b', 'b EN c', 'c EN a'])).toBe('circular: a -> b -> c -> a')
  })

  test('the shortest is told', () => {
    expect(answer(['a EN b', 'b EN c', 'c EN a', 'c EN d', 'd EN c'])).toBe('circular: c -> d -> c')
  })

  test('is none where a recursive reader is let in by one who shares the lock', () => {
    expect(answer(['a ER b', 'b SN a'])).toBe('fine')
    expect(answer(['b SN a', 'a ER b'])).toBe('fine')
  })

  test('is one where the reader waits for the writers in the queue', () => {
    expect(answer(['a EN b', 'b SN a'])).toBe('circular: a -> b -> a')
  })

  test('is one where the recursive reader finds a writer', () => {
    expect(answer(['a ER b', 'b EN a'])).toBe('circular: a -> b -> a')
  })

  test('goes the longer way where the short one is not strong', () => {
    expect(answer(['a ER b', 'b SN c', 'c EN a', 'a EN d', 'd EN b'])).toBe(
      'circular: b -> c -> a -> d -> b',
    )
  })

  test('closes by the same rule', () => {
    expect(answer(['a SN b', 'b EN c', 'c ER a'])).toBe('fine')
    expect(answer(['a SN b', 'b EN c', 'c EN a'])).toBe('circular: a -> b -> c -> a')
  })
})

describe('recursion', () => {
  test('is a class that depends on itself', () => {
    expect(answer(['a EN a'])).toBe('recursive: a')
    expect(answer(['a SN a'])).toBe('recursive: a')
    expect(answer(['a ER a'])).toBe('recursive: a')
  })

  test('is none by a recursive reader that reads already', () => {
    expect(answer(['a SR a'])).toBe('fine')
  })

  test('goes before a cycle', () => {
    expect(answer(['a EN b', 'b EN a', 'c EN c'])).toBe('recursive: c')
  })
})

describe('a class in an interrupt and where interrupts are on', () => {
  test('is inconsistent', () => {
    expect(answer([], ['a IN-W', 'a ON-W'])).toBe('inconsistent state: a')
    expect(answer([], ['a IN-R', 'a ON-W'])).toBe('inconsistent state: a')
    expect(answer([], ['a IN-W', 'a ON-R'])).toBe('inconsistent state: a')
  })

  test('is none where both read, and where it is two classes', () => {
    expect(answer([], ['a IN-R', 'a ON-R'])).toBe('fine')
    expect(answer([], ['a IN-W', 'b ON-W'])).toBe('fine')
  })
})

describe('an irq inversion', () => {
  test('is a path from a class in an interrupt to one where interrupts are on', () => {
    expect(answer(['a EN b', 'b EN c'], ['a IN-W', 'c ON-W'])).toBe('irq inversion: a -> b -> c')
    expect(answer(['c EN b', 'b EN a'], ['a IN-W', 'c ON-W'])).toBe('fine')
  })

  test('closes by the rule of strong paths', () => {
    expect(answer(['a SN b'], ['a IN-R', 'b ON-W'])).toBe('fine')
    expect(answer(['a EN b'], ['a IN-R', 'b ON-W'])).toBe('irq inversion: a -> b')
    expect(answer(['a ER b'], ['a IN-W', 'b ON-R'])).toBe('fine')
    expect(answer(['a ER b'], ['a IN-W', 'b ON-W'])).toBe('irq inversion: a -> b')
  })
})
