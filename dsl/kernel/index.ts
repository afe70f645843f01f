/** The kernel's primitives, one a file. */

export { Atomic, atomicInt } from './atomic.ts'
export { dmaResv, DmaResv } from './dma-resv.ts'
export { Mutex, mutex } from './mutex.ts'
export { Refcount, refcount } from './refcount.ts'
export { once, ordered, plain, Variable } from './variable.ts'
