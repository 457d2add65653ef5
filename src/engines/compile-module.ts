import { setFlagsFromString } from 'node:v8';

/** A custom section without content, because V8 shares the code of modules with equal bytes. */
const MARK = Uint8Array.from([0, 2, 1, 0x6f]);

let last: Promise<unknown> = Promise.resolve();

/**
 * Compiles WebAssembly, one module after the other.
 *
 * @param optimise let V8 compile what is called often a second time, into better code. That costs seconds of
 * processor time and makes kustomize a third faster: several hundred builds earn it back
 */
export function compileModule(bytes: Uint8Array, optimise: boolean): Promise<WebAssembly.Module> {
  const compiled = last.then(() => (optimise ? WebAssembly.compile(Buffer.concat([bytes, MARK])) : compileOnce(bytes)));
  last = compiled.catch(() => undefined);
  return compiled;
}

/**
 * Flags of V8 apply to the whole process. A module keeps the second flag as it was at its compilation, so
 * that the flag is reset afterwards. The first flag alone does not change how other modules are optimised.
 */
async function compileOnce(bytes: Uint8Array): Promise<WebAssembly.Module> {
  setFlagsFromString('--no-wasm-tier-up');
  setFlagsFromString('--no-wasm-dynamic-tiering');
  try {
    return await WebAssembly.compile(bytes);
  } finally {
    setFlagsFromString('--wasm-dynamic-tiering');
  }
}
