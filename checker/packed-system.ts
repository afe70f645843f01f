/** The plain executor of a flat program with its states held as texts of a few characters, so that many find room. */

import { coding } from './compiled/code.ts'
import { layout } from './compiled/layout.ts'
import { pack, unpack } from './compiled/pack.ts'
import { execute } from './lower/executor.ts'
import type { Program } from './lower/program.ts'
import type { FlatState } from './lower/state.ts'
import type { Result, System } from './system.ts'

/** Behaves as `execute` of the program does; a state is its words, four characters each. */
export function packedSystem(program: Program): System<string> {
  const inner = execute(program)
  const places = layout(program, coding(program.threads))

  const packed = (state: FlatState): string =>
    String.fromCharCode(...new Uint16Array(pack(state, program, places).buffer))
  const unpacked = (text: string): FlatState => {
    const parts = new Uint16Array(text.length)
    // By the parts of a character: going through a text takes two that happen to be a pair for one.
    for (let i = 0; i < text.length; i++) parts[i] = text.charCodeAt(i)
    return unpack(new BigUint64Array(parts.buffer), program, places)
  }
  const packedResult = (result: Result<FlatState>): Result<string> =>
    result.kind === 'state' ? { kind: 'state', state: packed(result.state) } : result

  return {
    model: inner.model,
    initial: () => inner.initial().map(packedResult),
    expand: (state) =>
      inner
        .expand(unpacked(state))
        .map((outcome) => ({ ...outcome, result: packedResult(outcome.result) })),
    mayStay: (state, thread) => inner.mayStay(unpacked(state), thread),
    settled: (state) => inner.settled(unpacked(state)),
    resting: (state, thread) => inner.resting(unpacked(state), thread),
    paused: (state, thread) => inner.paused(unpacked(state), thread),
    predicateOf(expr) {
      const holds = inner.predicateOf(expr)
      return (state, thread) => holds(unpacked(state), thread)
    },
    predicate(expr) {
      const holds = inner.predicate(expr)
      return (state) => holds(unpacked(state))
    },
    relation(expr) {
      const holds = inner.relation(expr)
      return (before, after) => holds(unpacked(before), unpacked(after))
    },
    decode: (state) => inner.decode(unpacked(state)),
    hash(state) {
      let mixed = 0x811c9dc5
      for (let i = 0; i < state.length; i++) {
        mixed = Math.imul(mixed ^ state.charCodeAt(i), 0x01000193)
      }
      return mixed >>> 0
    },
    equal: (left, right) => left === right,
  }
}
