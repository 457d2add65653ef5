import { compileModule } from './compile-module.js';
import { type EngineFiles, readEngine } from './engine-files.js';
import { limitMemory } from './limit-memory.js';

/** The modules of the pools in this process. A module that no pool uses any more is collected as garbage. */
const shared = new Map<string, WeakRef<Promise<WebAssembly.Module>>>();

/**
 * The compiled module of an engine, shared by all pools of this process with the same limits: unpacking and
 * compiling is most of the cost of starting an engine.
 *
 * @throws GitopsError ENGINE_MISSING
 */
export function sharedModule(engine: EngineFiles, memoryMb: number, optimise: boolean): Promise<WebAssembly.Module> {
  const key = `${engine.module} ${engine.digest} ${memoryMb} ${optimise}`;
  const found = shared.get(key)?.deref();
  if (found !== undefined) return found;
  const made = readEngine(engine).then((bytes) => compileModule(limitMemory(bytes, memoryMb), optimise));
  shared.set(key, new WeakRef(made));
  made.catch(() => shared.delete(key));
  return made;
}
