import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKustomize } from '../../src/engines/kustomize/create-kustomize.js';
import type { BuiltInKustomize } from '../../src/engines/kustomize/kustomize.js';

/** The real kustomize for the tests of one file, with a cache of its own; call at the top of the file. */
export function withKustomize(): () => BuiltInKustomize {
  let kustomize: BuiltInKustomize | undefined;
  let cache: string;

  beforeAll(() => {
    cache = mkdtempSync(join(tmpdir(), 'kustomize-cache-'));
    kustomize = createKustomize({ cacheDirectory: cache, workers: 1 });
  });

  afterAll(async () => {
    await kustomize?.close();
    rmSync(cache, { recursive: true, force: true });
  });

  return () => kustomize!;
}
