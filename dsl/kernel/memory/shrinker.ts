/** `struct shrinker`: caches that give objects back. After `shrink_slab` and `do_shrink_slab` of `mm/shrinker.c`, and `include/linux/shrinker.h`. */

import {
  bool,
  current,
  not,
  record,
  set,
  shared,
  step,
  thread,
  when,
  type BoolSort,
  type BoolTerm,
  type PlaceOf,
  type Primitive,
  type RecordSort,
} from '../../index.ts'
import type { Callback } from '../callback.ts'
import { reclaim, type ReclaimContext } from './reclaim.ts'
import { steps, type Steps } from '../steps.ts'
import type { Threads } from '../threads.ts'

/** `struct shrink_control`: in which reclaim the shrinker is called. `gfp` is known where the model is built: use JavaScript's `if`. */
export type ShrinkControl = ReclaimContext

export interface Shrinker {
  readonly name: string
  /** `count_objects`: gives whether there is anything to scan. Without it the shrinker is always asked to. */
  readonly count?: (sc: ShrinkControl) => Callback<BoolTerm>
  /** `scan_objects`: gives objects back. Where it has no steps for this reclaim (SHRINK_STOP), it is passed over. */
  readonly scan: (sc: ShrinkControl) => Callback
  /** The shrinker is passed over where reclaim is without this flag. Without it, it runs under GFP_NOFS and GFP_NOIO too, as in the kernel. */
  readonly needs?: '__GFP_FS' | '__GFP_IO'
}

/**
 * `shrinker_register`: the shrinker runs in whatever task reclaims, and in kswapd. It is registered from the first state on; register it
 * before the processes that allocate. Of several each is asked or not, in the order of their registration. What it allocates does not
 * reclaim again.
 */
export function shrinker_register({ name, needs, ...ops }: Shrinker): void {
  reclaim().register({ name, needs: needs ?? null, run: (sc) => shrink(ops, sc) })
}

/**
 * The same for a shrinker that is taken away again: gives what to do so with. Its users are counted in the state, as the kernel counts
 * references to it.
 */
export function shrinker_register_removable(shrinker: Shrinker): RemovableShrinker {
  const { name, needs, ...ops } = shrinker
  const registered = shared(name, registration())
  reclaim().register({
    name,
    needs: needs ?? null,
    run: (sc) => registered.whileUsed(() => shrink(ops, sc)),
  })
  return registered
}

function* shrink({ count, scan }: Pick<Shrinker, 'count' | 'scan'>, sc: ShrinkControl): Callback {
  if (count === undefined) yield* scan(sc)
  else {
    const some = yield* count(sc)
    yield* when(some, () => scan(sc))
  }
}

type Registration = RecordSort<{ freed: BoolSort; users: Threads }>

/** A shrinker that can be taken away. */
export class RemovableShrinker {
  readonly #state: PlaceOf<Registration>
  readonly #name: string

  constructor(state: PlaceOf<Registration>, name: string) {
    this.#state = state
    this.#name = name
  }

  /** `shrinker_free`: nobody begins to call it any more, and those who do are waited for. A fault where the process must not sleep. */
  free(): Steps<void> {
    const name = `shrinker_free(${this.#name})`
    const [freed, users] = [this.#state.field('freed'), this.#state.field('users')]
    return steps(function* () {
      yield* step(name, { sleeps: true }, function* () {
        yield* freed.set(true)
      })
      const wait = { kind: 'event', event: `end of ${name}`, by: users.expr } as const
      yield* step(`${name}: waits`, { guard: users.isEmpty(), wait }, function* () {})
    })
  }

  /** Calls it, unless it was taken away. */
  *whileUsed(call: () => Callback): Callback {
    const [freed, users] = [this.#state.field('freed'), this.#state.field('users')]
    const got = yield* step(`shrinker_try_get(${this.#name})`, {}, function* () {
      const registered = not(freed)
      yield* when(registered, function* () {
        yield* users.set(users.add(current()))
      })
      return registered
    })
    const put = () =>
      step(`shrinker_put(${this.#name})`, {}, function* () {
        yield* users.set(users.remove(current()))
      })
    yield* when(got, function* () {
      yield* call()
      yield* put()
    })
  }
}

function registration(): Primitive<Registration, RemovableShrinker> {
  return {
    sort: record({ freed: bool, users: set(thread) }),
    attach: (state, name) => new RemovableShrinker(state, name),
  }
}
