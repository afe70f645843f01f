/** Where the locals of a process live, and which of them can share a variable. */

import type { Path } from './paths.ts'

/** By control point, the slots that may have a value there, and those that may be dead. */
export interface Lives {
  /** The points to which paths lead. */
  readonly reached: ReadonlySet<number>
  readonly live: readonly ReadonlySet<number>[]
  readonly dead: readonly ReadonlySet<number>[]
}

/** `start` leads to the first point; `paths` are those from each point. */
export function livesOf(start: Path, paths: readonly (readonly Path[])[], slots: number): Lives {
  const live = paths.map(() => new Set<number>())
  const dead = paths.map(() => new Set<number>())
  const all = Array.from({ length: slots }, (_, slot) => slot)
  const open: number[] = []

  /** What a path makes of each slot; says whether that is news at its target. */
  function arrive(path: Path, wasLive: ReadonlySet<number>, wasDead: ReadonlySet<number>): void {
    if (path.target === null) return
    const [lives, deaths] = [live[path.target], dead[path.target]]
    if (lives === undefined || deaths === undefined) throw new Error('a path leads nowhere')
    const before = lives.size + deaths.size
    for (const slot of all) {
      const value = path.slots.get(slot)
      if (value === undefined ? wasLive.has(slot) : value !== null) lives.add(slot)
      if (value === undefined ? wasDead.has(slot) : value === null) deaths.add(slot)
    }
    if (lives.size + deaths.size > before || !reached.has(path.target)) open.push(path.target)
    reached.add(path.target)
  }

  const reached = new Set<number>()
  arrive(start, new Set(), new Set(all))
  for (let point = open.pop(); point !== undefined; point = open.pop()) {
    for (const path of paths[point] ?? []) {
      arrive(path, live[point] ?? new Set(), dead[point] ?? new Set())
    }
  }
  return { reached, live, dead }
}

/** A slot that at some point may be live and may be dead; null where there is none. */
export function uncertain({ live, dead }: Lives): number | null {
  for (const [point, lives] of live.entries()) {
    for (const slot of lives) if (dead[point]?.has(slot) === true) return slot
  }
  return null
}

/** Groups of slots no two of which live at one point; one that lives nowhere is in none. Each joins the first group that takes it. */
export function sharing({ live }: Lives, slots: number): readonly (readonly number[])[] {
  const together = (left: number, right: number): boolean =>
    live.some((lives) => lives.has(left) && lives.has(right))
  const groups: number[][] = []
  for (let slot = 0; slot < slots; slot++) {
    if (!live.some((lives) => lives.has(slot))) continue
    const group = groups.find((members) => !members.some((member) => together(member, slot)))
    if (group === undefined) groups.push([slot])
    else group.push(slot)
  }
  return groups
}
