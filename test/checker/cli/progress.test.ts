/** Progress is shown on a terminal only, after a second, and is wiped at the end. */

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { ProgressLine } from '../../../checker/cli/progress.ts'

const progress = { states: 12_345, generated: 67_890, depth: 9, queue: 321 }

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] })
})

afterEach(() => {
  vi.useRealTimers()
})

function shown(isTTY: boolean, milliseconds: number, columns = 100): string {
  let written = ''
  const terminal = { isTTY, columns, write: (text: string) => (written += text) }
  const line = new ProgressLine(terminal, 'vmap 1/2: ')
  vi.advanceTimersByTime(milliseconds)
  line.show(progress)
  line.show(progress)
  line.wipe()
  return written
}

describe('progress', () => {
  test('is one line, shown once in a while and wiped', () => {
    expect(shown(true, 2000)).toBe(
      '\rvmap 1/2: 12,345 states, 67,890 generated, depth 9, 321 waiting, 6,173 states/s\u001b[K' +
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
    const [line = ''] = shown(true, 2000, 30).split('\u001b')
    expect(line.length - 1).toBe(29)
  })

  test('is readable on a terminal that does not know its width', () => {
    expect(shown(true, 2000, 0)).toBe(shown(true, 2000, 80))
  })
})
