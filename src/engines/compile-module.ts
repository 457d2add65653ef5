import { setFlagsFromString } from 'node:v8';

/** A custom section without content: V8 takes modules with equal bytes for one. */
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
 * Flags of V8 hold for the whole process: the second one, which a module keeps as it was when it was
 * compiled, is set back. With the first one alone modules of others are optimised as ever.
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
