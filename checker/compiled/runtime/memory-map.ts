/**
 * Where everything lies in the memory that the workers share: [control block][constants][an area per worker][table][arena].
 * Whoever waits for another finds it in the control block. Several write at once only to the table and to a few numbers of the
 * control block, with atomic instructions.
 */

/** The address of the first constant, behind the control block; the host puts them there. */
export const constantsAddress = 65_536

/** What the sizes in memory depend on. */
export interface Sizes {
  /** Of 64 bits, of one state. */
  readonly words: number
  /** Of the model; the actions count as one more actor. */
  readonly threads: number
  /** How many `reachable` properties there are. */
  readonly reachable: number
  /** How many constraints there are. */
  readonly constraints: number
  /** How many things can be observed of lock order. */
  readonly noted: number
  /** That the generated code works in. */
  readonly scratchBytes: number
  /** In bytes: what notes, or counts, what is executed. */
  readonly covered: number
  /** Whether the model has temporal properties, and the graph of its states is gone through once more. */
  readonly temporal: boolean
}

/** Addresses in the control block; what several threads change at once has a cache line to itself. */
export const control = {
  /** How many commands were given. */
  epoch: 0,
  /** How many threads have not finished the last one. */
  running: 64,
  /** How many threads have begun to wait for commands. */
  ready: 96,
  /** Not 0 when everybody is to return after the batch. */
  halt: 128,
  /** How many entries of the table are spoken for. */
  claimed: 192,
  command: 256,
  depth: 260,
  mode: 264,
  /** Of the table. */
  slots: 268,
  /** So many entries the table takes as it is. */
  limit: 272,
  /** So many entries a worker claims at least. */
  lump: 276,
  /** Whether deadlocks are looked for. */
  deadlock: 280,
  /** What is wrong at the end of the runs that a sweep looks for: a rank code. */
  wanted: 284,
  /** Where the sweep is. */
  stage: 288,
  /** Whether a state is looked for that shows one of the observations in each worker's `sought`. */
  seeking: 292,
  /** Whether, since the host made it 0, an entry was put into the table behind another with the same upper half. */
  ambiguous: 296,
} as const

/** The records of the arena are cut into one region per worker, and its line is here. */
const regionLines = 4096
export const regionLineBytes = 128
/** For more there are no lines. */
export const mostWorkers = (constantsAddress - regionLines) / regionLineBytes

/** In a region's line. */
export const region = {
  /** The next record of the level to be expanded. */
  cursor: 0,
  /** Behind the last one. */
  end: 4,
  /** The number of the next new record. */
  next: 64,
  /** Behind the last that the region has place for. */
  limit: 68,
  /** In a sweep: the number of the next mark, and behind the last that there is place for. */
  mark: 72,
  markLimit: 76,
  /** And of the first mark that is not in the table. */
  unplaced: 80,
} as const

export function regionLine(number: number): number {
  return regionLines + regionLineBytes * number
}

/** In a worker's area, at its beginning; the counts are f64, the rank an i64. */
export const report = {
  generated: 0,
  expanded: 8,
  inside: 16,
  rank: 24,
  /** The state at which, or in a step from which, what has this rank was seen. */
  witness: 32,
  /** The host says here which region the worker's new records and marks go to. */
  region: 36,
  /** Here a thread says what its last command has ended with. */
  answer: 40,
  reached: 48,
} as const

/** In a mark; a bit for each actor. */
export const mark = { number: 0, switches: 4, actors: 8 } as const

/** No rank, which is behind all others: nothing wrong was seen. */
export const noRank = 0xffff_ffff_ffff_ffffn

/** The modes of `$flush`. */
export const mode = { search: 0, scan: 1, mark: 2, collect: 3, graph: 4 } as const

/** A sweep's levels: that at which those runs end, the one before it, and the others. */
export const stage = { way: 0, lastStep: 1, ends: 2 } as const

/** What `advance` and the other commands answer with. */
export const status = { done: 0, more: 1, grow: 2, full: 3, halted: 4 } as const

/** So many states a worker takes at a time. */
export const chunkStates = 128
export const boundaryBytes = 16
export const pendingBytes = 32

export function recordBytes({ words }: Sizes): number {
  return 8 * words + 4
}

/** An outcome: the state, the number of the failure, the actor, the kind of the step; the last two have 16 bits each. */
export function outcomeBytes({ words }: Pick<Sizes, 'words'>): number {
  return 8 * words + 8
}

/** Where in an outcome they are. */
export function outcomeOffsets({ words }: Pick<Sizes, 'words'>) {
  return { failure: 8 * words, actor: 8 * words + 4, kind: 8 * words + 6 }
}

/** Behind the last actor or kind that an outcome has place for. */
export const mostKinds = 2 ** 16

/** Of the edges of a state that is expanded in the graph: the number of the target, the kind of the step, the bits of its tests. */
export const edgeBytes = 4

/**
 * In outcomes: a batch is worked off as soon as it has the `goal` and a state is expanded to the end; a state with more than
 * the `capacity` takes several. It has to stay in the processor's caches.
 */
export function batchSizes(sizes: Sizes): { goal: number; capacity: number } {
  const capacity = Math.min(
    1024,
    Math.max(fewestPending, Math.floor(batchBytes / outcomeBytes(sizes))),
  )
  return { goal: Math.floor(capacity / 4), capacity }
}

const batchBytes = 2 ** 18
/** There is always place for so many pending entries. */
export const fewestPending = 64

/** What the recent states take: enough to save most look-ups, and no more than the caches have room for. */
const recentTotal = 2 ** 18

/** Of one recent state: of several words, its hash comes first. */
export function recentBytes({ words }: Sizes): number {
  return words === 1 ? 8 : 8 + 8 * words
}

/** How many there are: a power of two. */
export function recentPlaces(sizes: Sizes): number {
  return 2 ** Math.max(0, Math.floor(Math.log2(recentTotal / recentBytes(sizes))))
}

export function reachedWords({ reachable }: Sizes): number {
  return Math.ceil(reachable / 64)
}

export function notedWords({ noted }: Sizes): number {
  return Math.ceil(noted / 64)
}

/** One bit for each actor. */
export function actorWords({ threads }: Sizes): number {
  return Math.ceil((threads + 1) / 64)
}

/** The number of a state, its fewest context switches, and a bit for each actor. */
export function markBytes(sizes: Sizes): number {
  return 8 + 8 * actorWords(sizes)
}

/** Offsets in a worker's area. */
export function areaOffsets(sizes: Sizes) {
  const outside = report.reached + 8 * reachedWords(sizes)
  const actors = outside + 8 * sizes.constraints
  const { capacity } = batchSizes(sizes)
  const noted = actors + 8 * actorWords(sizes)
  const sought = noted + 8 * notedWords(sizes)
  const boundaries = align(sought + 8 * notedWords(sizes))
  const pending = align(boundaries + boundaryBytes * (chunkStates + 1))
  const recent = align(pending + pendingBytes * capacity)
  const batch = align(recent + recentBytes(sizes) * recentPlaces(sizes))
  // One outcome more: the next one may be in the making when the batch is full.
  const scratch = align(batch + outcomeBytes(sizes) * (capacity + 1))
  const covered = align(scratch + sizes.scratchBytes)
  const edges = align(covered + sizes.covered)
  const column = sizes.temporal ? edgeBytes * capacity : 0
  const targets = edges
  const kinds = targets + column
  const stepAtoms = kinds + column
  const end = align(stepAtoms + column)
  const inGraph = { targets, kinds, stepAtoms }
  return {
    outside,
    actors,
    noted,
    sought,
    boundaries,
    pending,
    recent,
    batch,
    scratch,
    covered,
    inGraph,
    end,
  }
}

/** Addresses for so many workers: of the first area, of the table, which all areas end at. */
export function fixedAddresses(sizes: Sizes, constantsBytes: number, workers: number) {
  const areas = align(constantsAddress + constantsBytes)
  return { areas, table: areas + workers * areaOffsets(sizes).end }
}

function align(address: number): number {
  return Math.ceil(address / regionLineBytes) * regionLineBytes
}
