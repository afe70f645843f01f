/** The kernel's primitives, one a file. */

export { Mutex, mutex } from './mutex.ts'
export { once, ordered, plain, Variable } from './variable.ts'
