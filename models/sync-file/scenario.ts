/** Who uses the buffer: which jobs read or write it, and by which interface each of them says so. */

import { oneOf } from '../../dsl/index.ts'

/** The names of the scenarios; the first is the default. */
export const scenarios = oneOf(
  'two-writers',
  'exported-for-reading',
  'imported-as-read',
  'reader',
  'readers',
  'implicit-reader',
  'chain',
  'implicit',
)

export type Scenario = (typeof scenarios.values)[number]

export type Access = 'read' | 'write'

/** What the kernel knows of a job before it is submitted. */
export interface Job {
  /** Whose it is. */
  readonly name: string
  /** What the hardware does with the buffer. */
  readonly access: Access
  /** How it is synchronised: by the kernel, or by its user who exports a sync_file and imports another. */
  readonly path: Implicit | Explicit
}

interface Implicit {
  readonly kind: 'implicit'
}

export interface Explicit {
  readonly kind: 'sync_file'
  /** The flags of the two ioctls. */
  readonly exportFor: Access
  readonly importAs: Access
}

const implicit: Implicit = { kind: 'implicit' }

function bySyncFile(exportFor: Access, importAs: Access): Explicit {
  return { kind: 'sync_file', exportFor, importAs }
}

/** The jobs of each scenario. */
export const jobsOf: Readonly<Record<Scenario, readonly [Job, ...Job[]]>> = {
  /** A Vulkan client that renders, and somebody who renders to the same buffer with implicit synchronisation. */
  'two-writers': [
    { name: 'client', access: 'write', path: bySyncFile('write', 'write') },
    { name: 'compositor', access: 'write', path: implicit },
  ],
  /** A client that renders, and has only asked for what a reader has to wait for. */
  'exported-for-reading': [
    { name: 'client', access: 'write', path: bySyncFile('read', 'write') },
    { name: 'compositor', access: 'read', path: implicit },
  ],
  /** A client that renders, and says that it has only read. */
  'imported-as-read': [
    { name: 'client', access: 'write', path: bySyncFile('write', 'read') },
    { name: 'compositor', access: 'read', path: implicit },
  ],
  /** A client that reads, and somebody who renders the next frame. */
  reader: [
    { name: 'client', access: 'read', path: bySyncFile('read', 'read') },
    { name: 'compositor', access: 'write', path: implicit },
  ],
  /** Everybody uses the ioctls: two read what one has written, or will. */
  readers: [
    { name: 'client', access: 'write', path: bySyncFile('write', 'write') },
    { name: 'compositor', access: 'read', path: bySyncFile('read', 'read') },
    { name: 'encoder', access: 'read', path: bySyncFile('read', 'read') },
  ],
  /** A client that renders by the ioctls, as it should, and somebody who reads without them. */
  'implicit-reader': [
    { name: 'client', access: 'write', path: bySyncFile('write', 'write') },
    { name: 'compositor', access: 'read', path: implicit },
  ],
  /** A reader by the ioctls between two who know nothing of them. */
  chain: [
    { name: 'camera', access: 'write', path: implicit },
    { name: 'client', access: 'read', path: bySyncFile('read', 'read') },
    { name: 'encoder', access: 'write', path: implicit },
  ],
  /** Nobody uses the ioctls. */
  implicit: [
    { name: 'client', access: 'write', path: implicit },
    { name: 'compositor', access: 'read', path: implicit },
    { name: 'encoder', access: 'read', path: implicit },
  ],
}

/** The same jobs, and as often again under names with a number. */
export function repeated(
  [first, ...others]: readonly [Job, ...Job[]],
  frames: number,
): readonly [Job, ...Job[]] {
  const again = Array.from({ length: frames - 1 }, (_, at) =>
    [first, ...others].map((job) => ({ ...job, name: `${job.name} ${at + 2}` })),
  )
  return [first, ...others, ...again.flat()]
}

/** Whether the order of the two matters. */
export function conflict(one: Job, other: Job): boolean {
  return one.access === 'write' || other.access === 'write'
}
