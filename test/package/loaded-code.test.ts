import { build } from 'esbuild';

/** What is loaded with a module whether it is used or not. */
async function loadedWith(module: string): Promise<readonly string[]> {
  const { metafile } = await build({
    entryPoints: [module],
    bundle: true,
    splitting: true,
    write: false,
    metafile: true,
    outdir: 'unused',
    format: 'esm',
    platform: 'node',
    packages: 'external',
    logLevel: 'silent',
  });
  const loaded = new Set<string>([module]);
  for (const file of loaded) {
    for (const { path, kind } of metafile.inputs[file]?.imports ?? []) if (kind !== 'dynamic-import') loaded.add(path);
  }
  return [...loaded];
}

describe('what a command loads', () => {
  it('holds neither what renders nor what executes, for a sync of a revision that was rendered before and is in the cluster', async () => {
    const loaded = await loadedWith('src/workflow/sync.ts');
    expect(
      loaded.filter((path) =>
        /execute\/execute|render-applications|expand-resources|client-node|create-kustomize/.test(path),
      ),
    ).toEqual([]);
  });
});
