/** Where control goes when something fails in the middle of what is executed, and what is done there. */

import type { Emitter } from '../emitter.ts'
import type { Wat } from '../wat.ts'

/** Goes on behind what `write` writes when it is through, and behind `handler` when it left for the label. */
export function attempt(
  emit: Emitter,
  handler: readonly Wat[],
  write: (label: string) => void,
): void {
  const label = emit.label('failed')
  const body = emit.capture(() => write(label))
  if (!mentions(body, label)) {
    emit.do(...body)
    return
  }
  const done = emit.label('done')
  emit.do(['block', done, ['block', label, ...body, ['br', done]], ...handler])
}

/** Whether the label occurs in it. */
export function mentions(wat: Wat, label: string): boolean {
  return typeof wat === 'string' ? wat === label : wat.some((part) => mentions(part, label))
}
