/** The part of the WebAssembly API that is used here; it is typed in TypeScript's DOM library only. */
declare namespace WebAssembly {
  interface Module {
    readonly [Symbol.toStringTag]: string;
  }
  function compile(bytes: Uint8Array): Promise<Module>;
}
