import { declareOptions } from '../../command/declare-options.js';
import type { ValuesOf } from '../../command/option.js';
import { count } from '../../input/options/numbers.js';
import { outputOption, tableOutputOption } from '../../input/options/output.js';

const stateDirectory = declareOptions('source', {
  stateDir: {
    flags: '--state-dir <dir>',
    help: 'where local clusters live (default: ~/.local/state/cdk8s-gitops/local)',
  },
});

/** Which local cluster. */
const clusterName = declareOptions('selection', {
  name: { flags: '--name <name>', help: 'name of the cluster', common: true, default: 'local' },
});

export const localUpOptions = {
  ...clusterName,
  ...stateDirectory,
  ...declareOptions('run', {
    nodes: { flags: '--nodes <count>', help: 'how many nodes to pretend', common: true, parse: count, default: 2 },
    verify: {
      flags: '--verify',
      help: 'check every cached binary against its recorded checksum first',
      common: true,
    },
  }),
  ...outputOption,
};

export const localDownOptions = {
  ...clusterName,
  ...declareOptions('selection', {
    all: { flags: '--all', help: 'every local cluster', common: true, conflicts: 'name' },
  }),
  ...stateDirectory,
  ...declareOptions('run', {
    keep: { flags: '--keep', help: 'keep keys and data: the next up continues with them', common: true },
  }),
  ...outputOption,
};

export const localStatusOptions = { ...clusterName, ...stateDirectory, ...tableOutputOption };

export const localListOptions = { ...stateDirectory, ...tableOutputOption };

export const localKubeconfigOptions = {
  ...clusterName,
  ...stateDirectory,
  ...declareOptions('access', {
    user: {
      flags: '--user <user>',
      help: 'admin (system:masters), deployer (bound to cluster-admin), or a new user without any rights',
      common: true,
      default: 'admin',
    },
    group: { flags: '--group <group...>', help: 'groups of a new user', common: true },
  }),
  ...declareOptions('output', {
    print: { flags: '--print', help: 'print the kubeconfig itself', common: true },
  }),
  ...outputOption,
};

export type LocalUpOptions = ValuesOf<typeof localUpOptions>;
export type LocalDownOptions = ValuesOf<typeof localDownOptions>;
export type LocalStatusOptions = ValuesOf<typeof localStatusOptions>;
export type LocalListOptions = ValuesOf<typeof localListOptions>;
export type LocalKubeconfigOptions = ValuesOf<typeof localKubeconfigOptions>;
