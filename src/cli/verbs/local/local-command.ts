import { Command, Option } from 'commander';
import { action, type Cli } from '../../cli.js';
import { count } from '../../input/options/numbers.js';
import { withOutput } from '../../input/options/output.js';
import type { LocalDownOptions, LocalKubeconfigOptions, LocalOptions, LocalUpOptions } from './local-options.js';

/** `gitops local`: a real control plane on this machine. */
export function localCommand(cli: Cli): Command {
  return new Command('local')
    .summary('run a real control plane on this machine')
    .description(
      'Run a real Kubernetes control plane on this machine, as plain processes: no containers, no root. Pods are simulated.',
    )
    .addCommand(up(cli))
    .addCommand(down(cli))
    .addCommand(status(cli))
    .addCommand(list(cli))
    .addCommand(kubeconfig(cli))
    .addHelpText('after', EXAMPLES);
}

function up(cli: Cli): Command {
  const command = new Command('up')
    .description(
      'Start the cluster, or do nothing when it runs. Makes the binaries first when they are missing: by download, or a Go build of some minutes.',
    )
    .option('--nodes <count>', 'how many nodes to pretend', count, 2)
    .option('--verify', 'check every cached binary against its recorded checksum first');
  return withLocal(command).action(
    action<LocalUpOptions>(cli, async (options) => (await import('./run-local.js')).runLocalUp(cli, options)),
  );
}

function down(cli: Cli): Command {
  const command = new Command('down')
    .description('Stop the cluster and remove its data.')
    .option('--keep', 'keep keys and data: the next up goes on with them')
    .addOption(new Option('--all', 'every local cluster').conflicts('name'));
  return withLocal(command).action(
    action<LocalDownOptions>(cli, async (options) => (await import('./run-local.js')).runLocalDown(cli, options)),
  );
}

function status(cli: Cli): Command {
  const command = new Command('status').description('Show the processes of the cluster. Exit 3 when it does not run.');
  return withLocal(command).action(
    action<LocalOptions>(cli, async (options) => (await import('./run-local.js')).runLocalStatus(cli, options)),
  );
}

function list(cli: Cli): Command {
  const command = withOutput(new Command('list').description('Show all local clusters.').addOption(stateDirectory()));
  return command.action(
    action<LocalOptions>(cli, async (options) => (await import('./run-local.js')).runLocalList(cli, options)),
  );
}

function kubeconfig(cli: Cli): Command {
  const command = new Command('kubeconfig')
    .description('Print the path of a kubeconfig; its context is gitops-<name>.')
    .option(
      '--user <user>',
      'admin (system:masters), deployer (bound to cluster-admin), or a new user without any rights',
      'admin',
    )
    .option('--group <group...>', 'groups of a new user')
    .option('--print', 'print the kubeconfig itself');
  return withLocal(command).action(
    action<LocalKubeconfigOptions>(cli, async (options) =>
      (await import('./run-local.js')).runLocalKubeconfig(cli, options),
    ),
  );
}

function withLocal(command: Command): Command {
  return withOutput(command.option('--name <name>', 'name of the cluster', 'local').addOption(stateDirectory()));
}

function stateDirectory(): Option {
  return new Option('--state-dir <dir>', 'where local clusters live (default: ~/.local/state/cdk8s-gitops/local)');
}

const EXAMPLES = `
Examples:
  gitops local up
  gitops local up --name blue --nodes 5             # a second cluster beside it
  export KUBECONFIG=$(gitops local kubeconfig)
  gitops local kubeconfig --user alice --group devs  # somebody with no rights yet
  gitops local status
  gitops local down --keep                          # stop, and go on later
  gitops local down

Binaries come from KUBEBUILDER_ASSETS, the cache, official downloads, or a Go build (Go 1.26), in this order.
A pod annotated local.cdk8s-gitops.io/behaviour: crash, image-pull, never-ready, slow or job-fail does so.
`;
