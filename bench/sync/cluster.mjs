// What the benchmark asks of the real control plane, as admin: the admin's own requests are exempt and never
// counted.
import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { NAMESPACES, PATHS } from './workload.mjs';

export function benchCluster({ kubectl, kubeconfig }, signal) {
  const run = async (args, input) => {
    const running = promisify(execFile)(kubectl, ['--kubeconfig', kubeconfig, ...args], {
      maxBuffer: 1 << 28,
      signal,
    });
    running.child.stdin.end(input);
    return (await running).stdout;
  };
  const count = async (path) =>
    JSON.parse(await run(['get', '--raw', `${path.replace('#', '')}?labelSelector=bench%3Dyes&limit=1`])).items.length;
  return {
    prepare: () =>
      run(
        ['apply', '--server-side', '--filename', '-'],
        JSON.stringify({
          apiVersion: 'v1',
          kind: 'List',
          items: NAMESPACES.map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } })),
        }),
      ),
    /** Requests of ordinary users that the server has dispatched so far. */
    requests: async () =>
      [
        ...(await run(['get', '--raw', '/metrics'])).matchAll(
          /^apiserver_flowcontrol_dispatched_requests_total\{([^}]*)\} (\S+)$/gm,
        ),
      ]
        .filter(([, labels]) => !/flow_schema="(exempt|probes)"/.test(labels))
        .reduce((sum, [, , value]) => sum + Number(value), 0),
    /** Takes everything away again, also what the tools remember. */
    async clean() {
      const paths = Object.values(PATHS);
      for (const namespace of NAMESPACES) {
        const folders = paths.map((path) => path.replace('#', `namespaces/${namespace}/`));
        const these = 'labelSelector=bench%3Dyes&propagationPolicy=Background';
        await Promise.all(folders.map((path) => run(['delete', '--raw', `${path}?${these}`])));
      }
      await run(['delete', 'namespace', 'gitops-system', '--ignore-not-found', '--wait=true']);
      for (const label of ['kapp.k14s.io/is-app', 'kapp.k14s.io/is-app-change'])
        await run(['delete', 'configmap', '--namespace', 'default', '--selector', label]);
      await run(['delete', 'secret', '--namespace', 'default', '--selector', 'owner=helm']);
      for (const path of paths) while ((await count(path)) > 0) await sleep(100);
      await sleep(1000);
    },
  };
}
