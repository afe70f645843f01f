/** States of a model: what each variable holds, and where each process instance is. */

import { Map, hash, is } from 'immutable'
import type { List, Set, ValueObject } from 'immutable'
import type { BoundId, LocalId, Ordinal } from '../../dsl/ir.ts'
import { item } from './datum.ts'
import type { Datum } from './datum.ts'

/** Where a body begins. The cast is right because statements are numbered from 0. */
export const start = 0 as Ordinal

/** A body in execution: the statement at which it is (in a caller, the call), and its live locals. */
export class Frame implements ValueObject {
  readonly at: Ordinal
  readonly locals: Map<LocalId, Datum>

  constructor(at: Ordinal, locals: Map<LocalId, Datum>) {
    this.at = at
    this.locals = locals
  }

  equals(other: unknown): boolean {
    return other instanceof Frame && this.at === other.at && is(this.locals, other.locals)
  }

  hashCode(): number {
    return combine(this.at, hash(this.locals))
  }
}

/** The control point of a process instance: its frames, outermost first (terminated: none), and the labels that it passed. */
export class Control implements ValueObject {
  readonly frames: List<Frame>
  readonly labels: Set<string>

  constructor(frames: List<Frame>, labels: Set<string>) {
    this.frames = frames
    this.labels = labels
  }

  equals(other: unknown): boolean {
    return (
      other instanceof Control && is(this.frames, other.frames) && is(this.labels, other.labels)
    )
  }

  hashCode(): number {
    return combine(hash(this.frames), hash(this.labels))
  }
}

/** A state of the model. */
export class InterpretedState implements ValueObject {
  /** By number of the variable. */
  readonly variables: List<Datum>
  /** By number of the thread. */
  readonly controls: List<Control>

  constructor(variables: List<Datum>, controls: List<Control>) {
    this.variables = variables
    this.controls = controls
  }

  equals(other: unknown): boolean {
    return (
      other instanceof InterpretedState &&
      is(this.variables, other.variables) &&
      is(this.controls, other.controls)
    )
  }

  hashCode(): number {
    return combine(hash(this.variables), hash(this.controls))
  }

  control(thread: number): Control {
    return item(this.controls, thread)
  }

  /** The innermost frame of a thread that has not terminated. */
  frame(thread: number): Frame {
    const frame = this.control(thread).frames.last()
    if (frame === undefined) throw new Error(`thread ${thread} has terminated`)
    return frame
  }

  withVariables(variables: List<Datum>): InterpretedState {
    return new InterpretedState(variables, this.controls)
  }

  withControl(thread: number, control: Control): InterpretedState {
    return new InterpretedState(this.variables, this.controls.set(thread, control))
  }

  withFrames(thread: number, frames: List<Frame>): InterpretedState {
    return this.withControl(thread, new Control(frames, this.control(thread).labels))
  }

  withLabels(thread: number, labels: Set<string>): InterpretedState {
    return this.withControl(thread, new Control(this.control(thread).frames, labels))
  }

  /** With another innermost frame. */
  withFrame(thread: number, frame: Frame): InterpretedState {
    return this.withFrames(thread, this.control(thread).frames.set(-1, frame))
  }
}

/** Where an expression is evaluated. */
export interface Environment {
  readonly state: InterpretedState
  /** The state after the step, in a step property. */
  readonly after: InterpretedState | null
  /** The number of the executing thread; null for actions, properties and conditions. */
  readonly thread: number | null
  readonly bound: Map<BoundId, Datum>
}

/** The environment of an expression of this thread (or none), outside all binders. */
export function environment(state: InterpretedState, thread: number | null): Environment {
  return { state, after: null, thread, bound: Map() }
}

/** With one more name bound. */
export function bind(env: Environment, bound: BoundId, value: Datum): Environment {
  return { ...env, bound: env.bound.set(bound, value) }
}

function combine(left: number, right: number): number {
  return (Math.imul(31, left) + right) | 0
}
