import { defineVerb } from '../../command/define-verb.js';
import {
  localDownOptions,
  localKubeconfigOptions,
  localListOptions,
  localStatusOptions,
  localUpOptions,
} from './local-options.js';

const up = defineVerb({
  name: 'up',
  group: 'local',
  changes: true,
  summary: 'start the cluster, or do nothing when it runs',
  description:
    'Start the cluster, or do nothing when it runs. Makes the binaries first when they are missing: by download, or a Go build of some minutes.',
  options: localUpOptions,
  examples: ['gitops local up', 'gitops local up --name blue --nodes 5             # a second cluster'],
  notes:
    'Binaries come from KUBEBUILDER_ASSETS, the cache, official downloads, or a Go build (Go 1.26), in this order.',
  run: async (cli, options) => (await import('./run-local.js')).runLocalUp(cli, options),
});

const down = defineVerb({
  name: 'down',
  group: 'local',
  changes: true,
  summary: 'stop the cluster and remove its data',
  description: 'Stop the cluster and remove its data.',
  options: localDownOptions,
  examples: ['gitops local down', 'gitops local down --keep                          # stop, and continue later'],
  run: async (cli, options) => (await import('./run-local.js')).runLocalDown(cli, options),
});

const status = defineVerb({
  name: 'status',
  group: 'local',
  summary: 'show the processes of the cluster',
  description: 'Show the processes of the cluster. Exit 3 when it does not run.',
  options: localStatusOptions,
  examples: ['gitops local status'],
  run: async (cli, options) => (await import('./run-local.js')).runLocalStatus(cli, options),
});

const list = defineVerb({
  name: 'list',
  group: 'local',
  summary: 'show all local clusters',
  description: 'Show all local clusters.',
  options: localListOptions,
  examples: ['gitops local list'],
  run: async (cli, options) => (await import('./run-local.js')).runLocalList(cli, options),
});

const kubeconfig = defineVerb({
  name: 'kubeconfig',
  group: 'local',
  summary: 'print the path of a kubeconfig',
  description: 'Print the path of a kubeconfig; its context is gitops-<name>.',
  options: localKubeconfigOptions,
  examples: [
    'export KUBECONFIG=$(gitops local kubeconfig)',
    'gitops local kubeconfig --user alice --group devs  # somebody with no rights yet',
  ],
  run: async (cli, options) => (await import('./run-local.js')).runLocalKubeconfig(cli, options),
});

/** `gitops local`: a real control plane on this machine. */
export const localCommand = defineVerb({
  name: 'local',
  group: 'local',
  summary: 'run a real control plane on this machine',
  description:
    'Run a real Kubernetes control plane on this machine, as plain processes: no containers, no root. Pods are simulated.',
  options: {},
  examples: [
    'gitops local up',
    'gitops local down',
    'export KUBECONFIG=$(gitops local kubeconfig)',
    'gitops local status',
  ],
  notes: 'A pod annotated local.cdk8s-gitops.io/behaviour: crash, image-pull, never-ready, slow or job-fail does so.',
  verbs: [up, down, status, list, kubeconfig],
});
