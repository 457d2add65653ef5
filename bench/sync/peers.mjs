// The commands that are compared with: their own defaults, an ordinary user.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { goCommand } from '../../tools/go-command.mjs';
import { helmBinary } from '../../tools/helm-binary.mjs';

const BARE_LOOP = fileURLToPath(new URL('bare-loop.mjs', import.meta.url));

/** For each peer, what it runs for a version of the workload. Helm is absent where it cannot be had. */
export async function peers(folder, { kubectl, userKubeconfig }) {
  const helm = await helmBinary();
  const file = (version) => join(folder, `v${version}.yaml`);
  const kapp = goCommand('kapp', 'carvel.dev/kapp/cmd/kapp');
  const run = (...args) => [kubectl, ['--kubeconfig', userKubeconfig, ...args]];
  return {
    kubectl: {
      apply: (version) => run('apply', '--server-side', '--field-manager=bench', '--filename', file(version)),
      diff: (version) => run('diff', '--server-side', '--field-manager=bench', '--filename', file(version)),
    },
    kapp: {
      deploy: (version) => [
        kapp,
        [
          'deploy',
          '--yes',
          '--app',
          'bench',
          '--namespace',
          'default',
          '--file',
          file(version),
          '--kubeconfig',
          userKubeconfig,
        ],
      ],
    },
    helm: helm && {
      upgrade: (version) => [
        helm,
        [
          'upgrade',
          '--install',
          'bench',
          join(folder, `chart-${version}`),
          '--namespace',
          'default',
          '--kubeconfig',
          userKubeconfig,
        ],
      ],
    },
    bare: {
      apply: (version, inFlight) => [
        process.execPath,
        [BARE_LOOP, userKubeconfig, file(version), 'apply', String(inFlight)],
      ],
      unchanged: (version) => [process.execPath, [BARE_LOOP, userKubeconfig, file(version), 'unchanged', '16']],
    },
  };
}
