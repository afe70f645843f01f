/** Models, steps and witnesses drawn by hand, as reports about locks are made of. */

import { Site, nowhere } from '../../../../dsl/site.ts'
import type {
  Lock,
  LockId,
  LockMode,
  Model,
  Ordinal,
  Process,
  ProcessId,
  Request,
  StepStatement,
} from '../../../../dsl/ir.ts'
import type { Dependency } from '../../../../checker/lock-order/dependency.ts'
import type { LockClass } from '../../../../checker/lock-order/lock-class.ts'
import type { LockGraph } from '../../../../checker/lock-order/lock-graph.ts'
import type { Link, UsageLink } from '../../../../checker/lock-order/lock-problem.ts'
import type { Usage } from '../../../../checker/lock-order/usage.ts'
import type { Hold } from '../../../../checker/lock-order/hold.ts'
import type { RunWitness } from '../../../../checker/lock-order/witness.ts'
import { page } from '../../../../checker/report/page.ts'
import type { Setting } from '../../../../checker/report/lockdep/setting.ts'
import type { Outcome, DecodedState, StepInfo } from '../../../../checker/system.ts'
import { modelOf } from '../../../model.ts'

const folder = '/src/linux'

/** A line of the author's. */
export function at(line: number, file = 'gem.ts'): Site {
  return new Site({ stack: `    at f (${folder}/${file}:${line}:1)` })
}

export function sleeping(name: string, subclass = 0): LockClass {
  return { name, subclass, kind: 'sleeping' }
}

export function spinning(name: string): LockClass {
  return { name, subclass: 0, kind: 'spinning' }
}

/** A step of the process that calls this at the line, in the procedures with the lines in which they are called. */
export function call(
  actor: string,
  name: string,
  line: number,
  calls: readonly (readonly [procedure: string, line: number])[] = [],
  requests: readonly Request[] = [],
): StepInfo {
  return {
    id: `${actor}#${line}`,
    actor,
    name,
    calls: calls.map(([procedure, from]) => ({ procedure, site: at(from) })),
    site: at(line),
    requests,
  }
}

const empty = { variables: {}, processes: [] }

/** The step taken by the thread. */
export function taken(thread: number, step: StepInfo): Outcome<DecodedState> {
  return {
    step,
    thread,
    choices: [],
    branches: [],
    result: { kind: 'state', state: empty },
    ofState: false,
  }
}

/** A request for the lock of this number. */
export function request(number: number, mode: LockMode = 'write', subclass = 0): Request {
  // Locks are numbered as they stand in the model.
  return { lock: number as LockId, mode, subclass, trying: false, nested: false }
}

/** A hold of the lock of a class, of the same name without the word class. */
export function hold(held: LockClass, since: number | null, mode: LockMode = 'write'): Hold {
  return { class: held, lock: held.name.replace('_class', ''), mode, since }
}

/** A run in which the thread takes these steps and then rests at the request. */
export function run(
  thread: number,
  steps: readonly StepInfo[],
  request: StepInfo | null,
  holds: readonly Hold[],
): RunWitness {
  const initial = { kind: 'state', state: empty } as const
  const trace = { initial, steps: steps.map((step) => taken(thread, step)) }
  return { kind: 'run', trace, canonical: true, thread, request, holds }
}

/** That the task takes the one class under the other: `lock` and `inner` are where. */
export function link(
  thread: number,
  from: LockClass,
  lock: StepInfo,
  to: LockClass,
  inner: StepInfo,
  modes: Partial<Pick<Dependency, 'held' | 'requested'>> = {},
): Link {
  const { held = 'write', requested = 'write' } = modes
  const witness = run(thread, [lock], inner, [hold(from, 0, held)])
  return { dependency: { from, held, to, requested }, witness }
}

/** That the class is so used: where it is asked for or, with `lock`, where it was taken and is still held. */
export function used(
  of: LockClass,
  usage: Usage,
  thread: number,
  request: StepInfo | null,
  lock: StepInfo | null = null,
): UsageLink {
  const witness =
    lock === null ? run(thread, [], request, []) : run(thread, [lock], request, [hold(of, 0)])
  return { class: of, usage, witness }
}

/** A process with one instance, in a context. */
export function process(id: number, name: string, context: Process['context'] = 'task'): Process {
  return {
    // Processes are numbered as they stand in the model.
    id: id as ProcessId,
    name,
    sort: { kind: 'identity', name, size: 1 },
    daemon: false,
    context,
    fairness: 'weak',
    runs: null,
    body: { locals: [], statements: [] },
    site: nowhere,
  }
}

/** A lock of the class, which nobody holds. */
export function lock(id: number, { name, kind }: LockClass): Lock {
  return {
    // Locks are numbered as they stand in the model.
    id: id as LockId,
    name: name.replace('_class', ''),
    lockClass: name,
    kind,
    indices: [],
    holdings: [],
    site: nowhere,
  }
}

export const two: Model = modelOf({ processes: [process(0, 'first'), process(1, 'second')] })

/** With a process that asks for the lock in each of these modes. */
export function asking(of: LockClass, modes: readonly LockMode[], name = 'mutex_lock(a)'): Model {
  const only = lock(0, of)
  const statements = modes.map((mode, ordinal): StepStatement => ({
    kind: 'step',
    // Statements are numbered as they stand in a body.
    ordinal: ordinal as Ordinal,
    site: at(ordinal),
    name,
    guard: null,
    effects: [],
    wait: null,
    requests: [request(0, mode, of.subclass)],
  }))
  const task = { ...process(0, 'task'), body: { locals: [], statements } }
  return modelOf({ processes: [task], locks: [only] })
}

/** On a page of so many columns, with what is known of the classes. */
export function setting(
  columns: number,
  model: Model = two,
  graph: LockGraph | null = null,
): Setting {
  return { model, graph, page: page({}, { COLUMNS: `${columns}` }, folder) }
}

/** Lines as one text between two line ends, for a snapshot. */
export function text(lines: readonly string[]): string {
  return `\n${lines.join('\n')}\n`
}
