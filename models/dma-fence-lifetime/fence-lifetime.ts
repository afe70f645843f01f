/**
 * How long the lock of a `struct dma_fence` has to live, and what else a fence that nobody puts needs of its exporter: the thread of May
 * 2022 on fences with a lock of their own. Functions are those of `drivers/dma-buf/dma-fence.c`, `drivers/dma-buf/sync_file.c`,
 * `drivers/gpu/drm/drm_syncobj.c` and `kernel/module/main.c`, the same in every proposal; those of the exporter, which the thread does not
 * name, begin with `exporter_`.
 */

import { int, model } from '../../dsl/index.ts'
import { rcu } from '../../dsl/kernel/index.ts'
import { owner, readers, rmmod, submission, waiters, type Stage } from './actors.ts'
import { exporterOf } from './exporter.ts'
import { Omitted, omissions } from './omission.ts'
import { castOf, scenarios } from './scenario.ts'
import { lifetimeOf, variants } from './variant.ts'

/** Any proposal with any scenario. */
export const fenceLifetime = model(
  'fence lifetime',
  {
    variant: variants,
    scenario: scenarios,
    /** How many users wait for the fence, or ask for its names. */
    users: int(1, 3),
    /** What is left out. */
    without: omissions,
  },
  (m, { variant, scenario, users, without }) => {
    const cast = castOf[scenario]
    const omitted = new Omitted(without)
    const r = m.state('rcu', rcu())
    const needs = { references: users + 2, unload: cast.unload }
    const exporter = exporterOf(m, r, needs, lifetimeOf[variant], omitted)
    const stage: Stage = { m, rcu: r, exporter }

    const submitted = submission(stage)
    if (cast.waiters) waiters(stage, submitted, users)
    if (cast.reads) readers(stage, submitted, users)
    owner(stage, submitted, cast.kept)
    if (cast.unload) rmmod(stage, submitted)
    m.assume('what is left out is there to be left out', omitted.isMet)
  },
)
