/** What must be true of jobs that use the same buffer. */

import { and, or, type ModelBuilder } from '../../dsl/index.ts'
import type { Buffer } from './buffer.ts'
import type { Order } from './order.ts'
import { conflict } from './scenario.ts'
import type { Execution } from './scheduler.ts'
import type { User } from './users.ts'

/** Declares the order of conflicting jobs, that the hardware keeps to it, and that all come to do their work. */
export function declareOrder(
  m: ModelBuilder,
  { pushed }: Buffer,
  order: Order,
  users: readonly User[],
  executions: readonly Execution[],
): void {
  const pairs = executions.flatMap((one, at) =>
    executions.slice(at + 1).map((other) => ({
      names: [one.job.name, other.job.name] as const,
      conflicting: conflict(one.job, other.job),
      together: and(one.running, other.running),
    })),
  )
  const conflicting = pairs.filter((pair) => pair.conflicting)
  const reading = pairs.filter((pair) => !pair.conflicting)
  const ordered = conflicting.map(({ names: [one, other] }) =>
    and(pushed.has(one), pushed.has(other)).implies(order.ordered(one, other)),
  )
  const failures = users.flatMap(({ failed }) => failed ?? [])

  m.always('conflicting jobs are ordered', and(...ordered))
  m.never(
    'conflicting jobs run at the same time',
    or(...conflicting.map(({ together }) => together)),
  )
  if (reading.length > 0) {
    m.reachable('two jobs read at the same time', or(...reading.map(({ together }) => together)))
  }
  if (failures.length > 0) m.reachable('an import fails', or(...failures))
  m.reachable('a job waits for another', or(...executions.map(({ waiting }) => waiting)))
  m.reachable('a user waits for another', or(...users.map(({ waiting }) => waiting)))
  m.reachable(
    'everybody is done',
    and(...users.map(({ done }) => done), ...executions.map(({ done }) => done)),
  )
}
