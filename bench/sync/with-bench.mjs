import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { localPaths, startLocalCluster, stopLocalCluster } from '../../lib/testing.js';
import { benchCluster } from './cluster.mjs';
import { Figures, timed } from './timed.mjs';

const GITOPS = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'lib/bin/gitops.js');
const NAME = 'bench';

/**
 * Runs a benchmark on a control plane of its own, and ends the process with 1 when it says that something was
 * missed.
 */
export async function withBench(run) {
  const folder = mkdtempSync(join(tmpdir(), 'bench-sync-'));
  const paths = { ...localPaths(process.env), stateDirectory: join(folder, 'state') };
  let missed = false;
  try {
    const local = await startLocalCluster({ ...paths, name: NAME, nodes: 2 });
    const cluster = benchCluster(local);
    cluster.prepare();
    const figures = new Figures();
    /** Times a whole process; requests are counted by the server. */
    const measure = (row, [command, args], expected = 0) => {
      const before = cluster.requests();
      const result = timed(folder, command, args);
      const requests = cluster.requests() - before;
      if (result.status !== expected)
        throw new Error(`${row} ended with ${result.status}: ${result.output.slice(-2000)}`);
      figures.add(row, { ...result, requests });
    };
    missed = await run({ local, cluster, folder, figures, measure });
  } finally {
    await stopLocalCluster({ ...paths, name: NAME }).catch(() => {});
    rmSync(folder, { recursive: true, force: true });
  }
  process.exit(missed ? 1 : 0);
}

/** `gitops sync` of everything at a revision of a repository. */
export function gitopsSync(repository, { userKubeconfig }, revision, ...more) {
  return [
    process.execPath,
    [
      GITOPS,
      'sync',
      '--all',
      '--quiet',
      '--kubeconfig',
      userKubeconfig,
      '--repository',
      repository,
      '--revision',
      revision,
      ...more,
    ],
  ];
}
