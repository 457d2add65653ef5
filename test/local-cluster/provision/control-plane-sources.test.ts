import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { controlPlaneSources } from '../../../src/local-cluster/provision/control-plane-sources.js';

const SOURCE = join(import.meta.dirname, '../../../src/local-cluster/provision/control-plane-sources.ts');

test('finds the Go modules of this package', () => {
  expect(existsSync(join(controlPlaneSources(), 'kwok/stages.yaml'))).toBe(true);
});

test('says what to do when the package was taken apart', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sources-'));
  try {
    const outfile = join(folder, 'control-plane-sources.mjs');
    await build({ entryPoints: [SOURCE], outfile, bundle: true, platform: 'node', format: 'esm', logLevel: 'silent' });
    const moved = (await import(pathToFileURL(outfile).href)) as { readonly controlPlaneSources: () => string };

    expect(() => moved.controlPlaneSources()).toThrow(expect.objectContaining({ code: 'LOCAL_SOURCES_MISSING' }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
