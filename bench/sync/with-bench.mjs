import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { localPaths, startLocalCluster, stopLocalCluster } from '../../lib/testing.js';
import { benchCluster } from './cluster.mjs';
import { Figures, line, timed } from './timed.mjs';

const GITOPS = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'lib/bin/gitops.js');
const NAME = 'bench';

/**
 * Runs a benchmark on a control plane of its own, and prints each row when it is measured. Ends the process
 * with 1 when the benchmark says that something was missed, and with 130 after an interrupt. The control plane
 * is ended before.
 */
export async function withBench(run) {
  const folder = mkdtempSync(join(tmpdir(), 'bench-sync-'));
  const paths = { ...localPaths(process.env), stateDirectory: join(folder, 'state') };
  const interrupt = new AbortController();
  const { signal } = interrupt;
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => interrupt.abort());
  let code = 1;
  try {
    console.log('starting a control plane …');
    const local = await startLocalCluster({ ...paths, name: NAME, nodes: 2, signal });
    const cluster = benchCluster(local, signal);
    await cluster.prepare();
    const figures = new Figures();
    /** Times a whole process; requests are counted by the server. */
    const measure = async (row, [command, args], expected = 0) => {
      const before = await cluster.requests();
      const result = await timed(folder, command, args, signal);
      const requests = (await cluster.requests()) - before;
      if (result.status !== expected)
        throw new Error(`${row} ended with ${result.status}: ${result.output.slice(-2000)}`);
      figures.add(row, { ...result, requests });
      console.log(`measured: ${line(row, { ...result, requests })}`);
    };
    code = (await run({ local, cluster, folder, figures, measure })) ? 1 : 0;
  } catch (error) {
    if (!signal.aborted) throw error;
    code = 130;
  } finally {
    await stopLocalCluster({ ...paths, name: NAME }).catch(() => {});
    rmSync(folder, { recursive: true, force: true });
  }
  process.exit(code);
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
