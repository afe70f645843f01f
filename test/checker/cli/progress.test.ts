/** Progress is shown on a terminal only, after a second, and is wiped at the end. */

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { ProgressLine } from '../../../checker/cli/progress.ts'
import { progressText } from '../../../checker/cli/progress-text.ts'
import type { Estimate } from '../../../checker/cli/estimate.ts'

const progress = { states: 12_345, generated: 67_890, depth: 9, queue: 321, memory: 5 * 2 ** 20 }

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] })
})

afterEach(() => {
  vi.useRealTimers()
})

function shown(isTTY: boolean, milliseconds: number, columns = 100): string {
  let written = ''
  const terminal = { isTTY, columns, write: (text: string) => (written += text) }
  const line = new ProgressLine(terminal, { memory: 2 ** 33 })
  vi.advanceTimersByTime(milliseconds)
  line.show(progress, 'vmap 1/2: ')
  line.show(progress, 'vmap 1/2: ')
  line.wipe()
  return written
}

describe('progress', () => {
  test('is one line, shown once in a while and wiped', () => {
    expect(shown(true, 2000)).toBe(
      '\rvmap 1/2: 12,345 states, 6.2k/s, depth 9, 321 waiting, 5 MiB of 8 GiB\u001b[K' +
        '\r\u001b[K',
    )
  })

  test('waits a second', () => {
    expect(shown(true, 999)).toBe('')
  })

  test('is not shown where nobody looks', () => {
    expect(shown(false, 2000)).toBe('')
  })

  test('never fills the last column of a narrow terminal', () => {
    const [line = ''] = shown(true, 2000, 14).split('\u001b')
    expect(line).toBe('\rvmap 1/2: 12…')
  })

  test('is readable on a terminal that does not know its width', () => {
    expect(shown(true, 2000, 0)).toBe(shown(true, 2000, 80))
  })
})

describe('the line', () => {
  const known = { ...progress, rate: 1_234_567, limit: 2 ** 33 }
  const text = (estimate: Estimate | null, width: number) =>
    progressText('', { ...known, estimate }, width)

  const estimates: [Estimate, string, string][] = [
    [{ until: 'end', seconds: 45 }, 'perhaps 45 s more', 'end in 45 s'],
    [{ until: 'memory', seconds: 720 }, 'memory full in 12 min', 'full in 12 min'],
    [{ until: 'time', seconds: 90 }, 'stops in 2 min', 'stops in 2 min'],
    [{ until: 'states', seconds: 3 }, 'the bound in 3 s', 'bound in 3 s'],
  ]

  test.each(estimates)('ends with the estimate %o', (estimate, long, brief) => {
    expect(text(estimate, 100).endsWith(`5 MiB of 8 GiB, ${long}`)).toBe(true)
    expect(text(estimate, 72)).toBe(`12.3k states, ${brief}, 1.2M/s, 5 MiB, depth 9, queue 321`)
  })

  test('loses the less important figures first', () => {
    expect(text({ until: 'end', seconds: 45 }, 30)).toBe('12.3k states, end in 45 s')
  })

  test('says that every state is found, and that fair cycles are looked for', () => {
    const line = progressText('', { ...known, onCycles: true, estimate: null }, 100)
    expect(line).toBe('12,345 states, looking for fair cycles, 5 MiB of 8 GiB')
  })

  test('says that every state is found, and how much of them is counted', () => {
    const counting = { done: 3, of: 20 }
    const line = progressText('', { ...known, counting, estimate: null }, 100)
    expect(line).toBe('12,345 states, counting what makes them many: 3 of 20 parts')
  })

  test('says nothing of memory that nobody has measured', () => {
    const { memory: _, ...unmeasured } = known
    const line = progressText('', { ...unmeasured, estimate: null }, 100)
    expect(line).toBe('12,345 states, 1.2M/s, depth 9, 321 waiting')
  })
})
