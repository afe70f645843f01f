/** What this project uses of WebAssembly: TypeScript has its types only together with those of a browser. */

declare global {
  // oxlint-disable-next-line typescript/no-namespace -- These types have their usual names.
  namespace WebAssembly {
    interface Module {
      readonly [module]: never
    }
    interface Instance {
      readonly exports: unknown
    }
    /** Shared, with addresses of 64 bits. */
    interface Memory {
      readonly buffer: SharedArrayBuffer
    }
    interface MemoryDescriptor {
      readonly shared: true
      readonly address: 'i64'
      /** In pages, as the maximum. */
      readonly initial: bigint
      readonly maximum: bigint
    }
    type Imports = { readonly [module: string]: { readonly [name: string]: unknown } }

    var Module: new (bytes: Uint8Array) => Module
    var Instance: new (module: Module, imports?: Imports) => Instance
    var Memory: new (descriptor: MemoryDescriptor) => Memory
  }
}

/** Nothing but an assembled module is one. */
declare const module: unique symbol
