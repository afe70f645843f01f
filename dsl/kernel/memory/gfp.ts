/** `gfp_t`: what an allocation may do to get memory. After `include/linux/gfp_types.h`. */

const flags = {
  GFP_KERNEL: { directReclaim: true, io: true, fs: true, nofail: false },
  GFP_NOFS: { directReclaim: true, io: true, fs: false, nofail: false },
  GFP_NOIO: { directReclaim: true, io: false, fs: false, nofail: false },
  GFP_NOWAIT: { directReclaim: false, io: false, fs: false, nofail: false },
  GFP_ATOMIC: { directReclaim: false, io: false, fs: false, nofail: false },
} as const

/** The combinations of flags that code uses. Each wakes kswapd; a parameter of a model can be one of them. */
export type GfpName = keyof typeof flags

/** Those that can reclaim, and so sleep. */
type Blocking = 'GFP_KERNEL' | 'GFP_NOFS' | 'GFP_NOIO'

/** A combination as it is written in C. With `__GFP_NOFAIL` the allocation does not return before it has memory. */
export type Gfp = GfpName | `${Blocking} | __GFP_NOFAIL`

/** What matters of the flags: each is that of the same name in C. */
export interface GfpFlags {
  readonly directReclaim: boolean
  readonly io: boolean
  readonly fs: boolean
  readonly nofail: boolean
}

/** The flags of a combination. */
export function gfpFlags(gfp: Gfp): GfpFlags {
  // What stands before the bar is one of the names.
  const [name, modifier] = gfp.split(' | ') as [GfpName, '__GFP_NOFAIL' | undefined]
  return { ...flags[name], nofail: modifier !== undefined }
}

/** Whether memory can be reclaimed with these flags by what needs the one that is named. */
export function allows({ directReclaim, io, fs }: GfpFlags, needs: '__GFP_FS' | '__GFP_IO' | null) {
  if (!directReclaim) return false
  return needs === '__GFP_FS' ? fs : needs === '__GFP_IO' ? io : true
}
