/** What a step asks of a lock. */

import type { LockId, Request } from '../../index.ts'

/** To hold the lock alone, in subclass 0, waiting for it: unless said otherwise. */
export function request(lock: LockId, otherwise: Partial<Omit<Request, 'lock'>> = {}): Request {
  return { lock, mode: 'write', subclass: 0, trying: false, nested: false, ...otherwise }
}
