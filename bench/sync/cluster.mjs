// What the benchmark asks of the real control plane, as admin: the admin's own requests are exempt and never
// counted.
import { execFileSync } from 'node:child_process';
import { NAMESPACES, PATHS } from './workload.mjs';

export function benchCluster({ kubectl, kubeconfig }) {
  const run = (args, input) =>
    execFileSync(kubectl, ['--kubeconfig', kubeconfig, ...args], {
      encoding: 'utf8',
      maxBuffer: 1 << 28,
      ...(input ? { input } : {}),
    });
  const count = (path) =>
    JSON.parse(run(['get', '--raw', `${path.replace('#', '')}?labelSelector=bench%3Dyes&limit=1`])).items.length;
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
    requests: () =>
      [
        ...run(['get', '--raw', '/metrics']).matchAll(
          /^apiserver_flowcontrol_dispatched_requests_total\{([^}]*)\} (\S+)$/gm,
        ),
      ]
        .filter(([, labels]) => !/flow_schema="(exempt|probes)"/.test(labels))
        .reduce((sum, [, , value]) => sum + Number(value), 0),
    /** Takes everything away again, also what the tools remember. */
    async clean() {
      for (const path of Object.values(PATHS)) {
        for (const namespace of NAMESPACES)
          run([
            'delete',
            '--raw',
            `${path.replace('#', `namespaces/${namespace}/`)}?labelSelector=bench%3Dyes&propagationPolicy=Background`,
          ]);
      }
      run(['delete', 'namespace', 'gitops-system', '--ignore-not-found', '--wait=true']);
      for (const label of ['kapp.k14s.io/is-app', 'kapp.k14s.io/is-app-change'])
        run(['delete', 'configmap', '--namespace', 'default', '--selector', label]);
      run(['delete', 'secret', '--namespace', 'default', '--selector', 'owner=helm']);
      while (Object.values(PATHS).some((path) => count(path) > 0))
        await new Promise((resolve) => setTimeout(resolve, 100));
      await new Promise((resolve) => setTimeout(resolve, 1000));
    },
  };
}
