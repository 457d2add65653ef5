import { compileModule } from './compile-module.js';
import { type EngineFiles, readEngine } from './engine-files.js';
import { limitMemory } from './limit-memory.js';

/** Modules that a pool of this process has; one that no pool has any more is collected as garbage. */
const shared = new Map<string, WeakRef<Promise<WebAssembly.Module>>>();

/**
 * The compiled module of an engine, the same one for all pools of this process that want it alike: to unpack
 * and compile it is most of what the start of an engine costs.
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
