/**
 * Memories that searches in this thread have used. The system gives a memory real pages when they are touched, and takes them
 * back only when the memory is collected: so the next search takes the same one.
 */

import { mostPages } from '../runtime/runtime.ts'

const pageBytes = 65_536
const pool: WebAssembly.Memory[] = []

/** A shared memory with at least so many bytes, or the largest that there is; what is in it is left from others. */
export function takeMemory(bytes: number): WebAssembly.Memory {
  const pages = Math.min(mostPages, Math.ceil(bytes / pageBytes))
  pool.sort((left, right) => left.buffer.byteLength - right.buffer.byteLength)
  const fits = pool.findIndex(({ buffer }) => buffer.byteLength >= pages * pageBytes)
  if (fits !== -1) return pool.splice(fits, 1)[0] ?? reserve(pages)
  return reserve(pages)
}

/** Gives back a memory that no thread uses any more. */
export function releaseMemory(memory: WebAssembly.Memory): void {
  pool.push(memory)
}

/** Sizes are powers of two, so that they fit again; where the system refuses, less. */
function reserve(pages: number): WebAssembly.Memory {
  let size = 2 ** Math.ceil(Math.log2(pages))
  for (;;) {
    try {
      return sharedMemory(size)
    } catch (error) {
      if (!(error instanceof RangeError) || size <= 32) throw error
      size = size > pages ? pages : Math.floor(size / 2)
    }
  }
}

function sharedMemory(pages: number): WebAssembly.Memory {
  const size = BigInt(pages)
  return new WebAssembly.Memory({ shared: true, address: 'i64', initial: size, maximum: size })
}
