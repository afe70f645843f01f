/** The safe variants of the GPU VM's lists, with more objects and mappings. */

import { check, holds, suite } from '../../dsl/index.ts'
import { gpuvm } from '../../models/gpuvm/gpuvm.ts'

export default suite('gpuvm, deep', [
  check(
    gpuvm,
    { variant: 'patch', scenario: 'unmap', objects: 2, mappings: 2 },
    holds({ distinct: 122_678 }),
  ),
  check(
    gpuvm,
    { variant: 'patch', scenario: 'unmap', objects: 2, mappings: 3 },
    holds({ distinct: 1_227_857 }),
  ),
  check(
    gpuvm,
    { variant: 'patch', scenario: 'unmap', objects: 3, mappings: 2 },
    holds({ distinct: 11_900_952 }),
  ),
  check(
    gpuvm,
    { variant: 'patch', scenario: 'unmap-and-map', mappings: 3 },
    holds({ distinct: 27_267 }),
  ),
  check(
    gpuvm,
    { variant: 'patch', scenario: 'map', objects: 3, mappings: 2 },
    holds({ distinct: 3_366_502 }),
  ),
  check(gpuvm, { variant: 'patch', scenario: 'evict', objects: 2 }, holds({ distinct: 43_028 })),
  check(
    gpuvm,
    { variant: 'vm-lock', scenario: 'two-submitters', objects: 2 },
    holds({ distinct: 164_243 }),
  ),
  check(
    gpuvm,
    { variant: 'prepare-vm', scenario: 'two-submitters', objects: 2 },
    holds({ distinct: 292_937 }),
  ),
  check(
    gpuvm,
    { variant: 'resv-protected', scenario: 'two-submitters', objects: 2 },
    holds({ distinct: 172_210 }),
  ),
  check(
    gpuvm,
    { variant: 'resv-protected', scenario: 'evict', objects: 2 },
    holds({ distinct: 48_480 }),
  ),
  check(
    gpuvm,
    { variant: 'dedicated-lock', scenario: 'interrupted-and-map', objects: 2 },
    holds({ distinct: 248_810 }),
  ),
  check(
    gpuvm,
    { variant: 'dedicated-lock', scenario: 'back-off', objects: 2 },
    holds({ distinct: 114_037 }),
  ),
])
