/** Bytes that are written one after the other, in the encodings of WebAssembly's binary format. */

export class Bytes {
  #bytes = new Uint8Array(1024)
  #length = 0

  get length(): number {
    return this.#length
  }

  byte(value: number): void {
    if (this.#length === this.#bytes.length) this.#grow(1)
    this.#bytes[this.#length] = value
    this.#length += 1
  }

  /** A natural number below 2^53, seven bits a byte, the lowest first (LEB128). */
  unsigned(value: number): void {
    let rest = value
    while (rest >= 0x80) {
      this.byte((rest % 0x80) | 0x80)
      rest = Math.floor(rest / 0x80)
    }
    this.byte(rest)
  }

  /** An integer, of any size: likewise, with its sign in the last byte. */
  signed(value: bigint): void {
    // Most constants are small, and numbers are faster than bigints.
    if (value >= -0x4000_0000n && value < 0x4000_0000n) this.#signed32(Number(value))
    else this.#signedBig(value)
  }

  /** As IEEE 754 has it, in 8 bytes, the lowest first. */
  double(value: number): void {
    const view = new DataView(new ArrayBuffer(8))
    view.setFloat64(0, value, true)
    for (let i = 0; i < 8; i++) this.byte(view.getUint8(i))
  }

  /** Text in UTF-8, its length in bytes before it. */
  name(text: string): void {
    const encoded = new TextEncoder().encode(text)
    this.unsigned(encoded.length)
    this.#append(encoded)
  }

  /** Other bytes, their number before them. */
  sized(other: Bytes): void {
    this.unsigned(other.length)
    this.#append(other.#bytes.subarray(0, other.#length))
  }

  raw(values: readonly number[]): void {
    for (const value of values) this.byte(value)
  }

  append(other: Bytes): void {
    this.#append(other.#bytes.subarray(0, other.#length))
  }

  taken(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.#length)
  }

  #signed32(value: number): void {
    let rest = value
    for (;;) {
      const low = rest & 0x7f
      rest >>= 7
      const done = (rest === 0 && (low & 0x40) === 0) || (rest === -1 && (low & 0x40) !== 0)
      this.byte(done ? low : low | 0x80)
      if (done) return
    }
  }

  #signedBig(value: bigint): void {
    let rest = value
    for (;;) {
      const low = Number(rest & 0x7fn)
      rest >>= 7n
      const done = (rest === 0n && (low & 0x40) === 0) || (rest === -1n && (low & 0x40) !== 0)
      this.byte(done ? low : low | 0x80)
      if (done) return
    }
  }

  #append(bytes: Uint8Array): void {
    if (this.#length + bytes.length > this.#bytes.length) this.#grow(bytes.length)
    this.#bytes.set(bytes, this.#length)
    this.#length += bytes.length
  }

  #grow(more: number): void {
    const larger = new Uint8Array(Math.max(2 * this.#bytes.length, this.#length + more))
    larger.set(this.#bytes)
    this.#bytes = larger
  }
}
