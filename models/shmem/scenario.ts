/** Who takes part: which users of the buffer there are, and what may happen to them. */

import { oneOf } from '../../dsl/index.ts'
import type { Mmap } from './mmap.ts'
import type { Shrinker } from './shrinker.ts'

/** The names of the scenarios; the first is the default. */
export const scenarios = oneOf(
  'importers',
  'console',
  'dynamic-importer',
  'same-context',
  'all-importers',
  'pin',
  'shrinker-trylock',
  'shrinker-blocking',
  'mmap-exporter',
  'mmap-importer',
  'mmap-tegra',
)

export type Scenario = (typeof scenarios.values)[number]

interface Cast {
  /** How many importers are DRM drivers, how many are not; and threads of the exporter itself. */
  readonly drm: number
  readonly v4l2: number
  readonly native: number
  /** The exporter's console, which begins with the buffer mapped. */
  readonly fbdev: boolean
  /** An importer that holds the reservation lock around all that it does. */
  readonly dynamic: boolean
  /** Whether the exporter locks by the acquire context of that importer. */
  readonly sameContext: boolean
  /** Somebody who pins without mapping. */
  readonly pinner: boolean
  /** Whether a signal may come to whoever sleeps interruptibly. */
  readonly signal: boolean
  /** How a user maps the buffer. */
  readonly mmap: Mmap
  /** How the shrinker locks; without one memory is never short. */
  readonly shrinker: Shrinker
  /** Whether memory is reclaimed for others too, and not only in a task that allocates. */
  readonly kswapd: boolean
}

const nobody: Cast = {
  drm: 0,
  v4l2: 0,
  native: 0,
  fbdev: false,
  dynamic: false,
  sameContext: false,
  pinner: false,
  signal: false,
  mmap: 'none',
  shrinker: 'none',
  kswapd: false,
}

/** Who takes part in each scenario. */
export const castOf: Readonly<Record<Scenario, Cast>> = {
  /** Two importers and the exporter map, use and unmap the buffer. */
  importers: { ...nobody, drm: 1, v4l2: 1, native: 1 },
  /** An importer outside of DRM maps the buffer while the exporter's console goes away. */
  console: { ...nobody, v4l2: 1, fbdev: true },
  /** An importer that holds the reservation lock already, and the exporter. */
  'dynamic-importer': { ...nobody, native: 1, dynamic: true },
  /** The same, and the exporter locks by the importer's acquire context. */
  'same-context': { ...nobody, native: 1, dynamic: true, sameContext: true },
  'all-importers': { ...nobody, drm: 1, v4l2: 1, native: 1, dynamic: true },
  /** One maps, another pins and may be interrupted. */
  pin: { ...nobody, native: 1, pinner: true, signal: true },
  /** The exporter maps, a user does too; whoever allocates reclaims, and kswapd does. */
  'shrinker-trylock': {
    ...nobody,
    native: 1,
    mmap: 'exporter',
    shrinker: 'trylock',
    kswapd: true,
  },
  /** The exporter maps, and reclaims when it allocates. */
  'shrinker-blocking': { ...nobody, native: 1, shrinker: 'blocking' },
  /** The exporter maps, and a user does too: by the exporter, by an importer, or by Tegra alone. */
  'mmap-exporter': { ...nobody, native: 1, mmap: 'exporter' },
  'mmap-importer': { ...nobody, native: 1, mmap: 'importer' },
  'mmap-tegra': { ...nobody, mmap: 'tegra' },
}
