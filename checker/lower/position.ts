/** Where control is in the text: a position in a block, inside the blocks and calls that lead to it. */

import type { Block, Statement } from '../../dsl/ir.ts'
import type { Body } from './inline.ts'

/** An entered block. A `round` is that of a loop's body, to whose head control comes back. */
export interface Frame {
  readonly kind: 'body' | 'block' | 'round' | 'atomic'
  readonly block: Block
  readonly body: Body
  /** The statement that holds the block; the call, of a procedure's body; null, of a process's. */
  readonly holder: Position | null
}

/** At a statement of a block, or behind its last one. */
export interface Position {
  readonly frame: Frame
  readonly index: number
}

/** The beginning of the body, entered by the call at `holder`. */
export function beginning(body: Body, holder: Position | null): Position {
  return { frame: { kind: 'body', block: body.block, body, holder }, index: 0 }
}

/** The beginning of a block of the statement at `holder`. */
export function inside(holder: Position, kind: Frame['kind'], block: Block): Position {
  return { frame: { kind, block, body: holder.frame.body, holder }, index: 0 }
}

/** After the statement at the position, in the same block. */
export function behind({ frame, index }: Position): Position {
  return { frame, index: index + 1 }
}

/** The statement there; undefined behind the last one. */
export function statementAt({ frame, index }: Position): Statement | undefined {
  return frame.block.statements[index]
}

/** `importer/drm_gem_shmem_vmap@2#4`. */
export function statementId({ frame }: Position, statement: Statement): string {
  return `${frame.body.path}#${statement.ordinal}`
}

/** The innermost of the frames that the position is in, itself included, of that kind and in the same body. */
export function innermost(position: Position, kind: 'body' | 'round'): Frame {
  let { frame } = position
  while (frame.kind !== kind) {
    if (frame.holder === null || frame.kind === 'body') throw new Error(`not inside a ${kind}`)
    frame = frame.holder.frame
  }
  return frame
}

/** The frames that control leaves on its way from the position out of `last`, the innermost first. */
export function framesLeft(position: Position, last: Frame): readonly Frame[] {
  const left: Frame[] = []
  for (let { frame } = position; ;) {
    left.push(frame)
    if (frame === last) return left
    if (frame.holder === null) throw new Error('the frame is not around the position')
    frame = frame.holder.frame
  }
}
