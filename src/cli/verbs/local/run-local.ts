import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { clusterDirectory } from '../../../local-cluster/cluster-directory.js';
import { createLocalUser } from '../../../local-cluster/create-local-user.js';
import { describeCluster } from '../../../local-cluster/describe-cluster.js';
import { type LocalClusterStatus, listLocalClusters } from '../../../local-cluster/list-local-clusters.js';
import { type LocalPaths, localPaths } from '../../../local-cluster/paths.js';
import { startLocalCluster } from '../../../local-cluster/start-local-cluster.js';
import { stopLocalCluster } from '../../../local-cluster/stop-local-cluster.js';
import { API_VERSION } from '../../../workflow/api/results.js';
import type { Cli, GlobalOptions } from '../../cli.js';
import { EXIT, type ExitCode } from '../../exit-code.js';
import type { OutputOptions } from '../../input/options/output.js';
import { columnsFor } from '../../reports/columns-for.js';
import { documentLine } from '../../reports/document-line.js';
import type { LocalDownResult, LocalResult } from '../../reports/local-results.js';
import { type Style, styleFor } from '../../terminal/style.js';
import { table } from '../../terminal/table.js';
import type {
  LocalDownOptions,
  LocalKubeconfigOptions,
  LocalListOptions,
  LocalStatusOptions,
  LocalUpOptions,
} from './local-options.js';
import { localProgress } from './local-progress.js';

const head = { apiVersion: API_VERSION } as const;

export async function runLocalUp(cli: Cli, options: LocalUpOptions & GlobalOptions): Promise<ExitCode> {
  const started = Date.now();
  const progress = localProgress(cli.terminal, options);
  try {
    const { name, nodes, verify } = options;
    const cluster = await startLocalCluster({
      ...paths(cli, options),
      name,
      nodes,
      verify,
      onEvent: progress.event,
      signal: cli.signal,
    });
    progress.close();
    const seconds = (Date.now() - started) / 1000;
    return print(cli, options, { ...head, kind: 'LocalUpResult', ...cluster, seconds }, (style) => {
      const how = {
        created: 'is up',
        restarted: 'is up again, with its old data',
        repaired: 'is up again: some process had died',
        running: 'runs already',
      };
      const flag = name === 'local' ? '' : ` --name ${name}`;
      return [
        `${style.good(`Local cluster '${name}' ${how[cluster.outcome]}`)} ${style.faint(`(${seconds.toFixed(1)} s)`)}: Kubernetes ${cluster.version} at ${cluster.server}`,
        '',
        `  export KUBECONFIG=${cluster.kubeconfig}    ${style.faint(`context ${cluster.context}`)}`,
        `  alias kubectl=${cluster.kubectl}`,
        `  gitops local down${flag}    ${style.faint('stops it and removes its data')}`,
        '',
      ].join('\n');
    });
  } finally {
    progress.close();
  }
}

export async function runLocalDown(cli: Cli, options: LocalDownOptions): Promise<ExitCode> {
  const { stateDirectory } = paths(cli, options);
  const names = options.all ? (await listLocalClusters({ stateDirectory })).map(({ name }) => name) : [options.name];
  const results: LocalDownResult['clusters'][number][] = [];
  for (const name of names) {
    const stopped = await stopLocalCluster({ stateDirectory, name, keep: options.keep, signal: cli.signal });
    results.push({ name, stopped, removed: !options.keep });
  }
  return print(cli, options, { ...head, kind: 'LocalDownResult', clusters: results }, (style) => {
    if (results.length === 0) return 'There is no local cluster.\n';
    const line = ({ name, stopped, removed }: (typeof results)[number]) =>
      `Local cluster '${name}' is down: ${stopped.length === 0 ? 'no process ran' : `stopped ${stopped.join(', ')}`}${removed ? '' : style.faint('; its data is kept')}\n`;
    return results.map(line).join('');
  });
}

export async function runLocalStatus(cli: Cli, options: LocalStatusOptions): Promise<ExitCode> {
  const { stateDirectory } = paths(cli, options);
  clusterDirectory.path(stateDirectory, options.name); // refuses what can be no name
  const absent: LocalClusterStatus = { name: options.name, state: 'absent', processes: [] };
  const status = (await listLocalClusters({ stateDirectory })).find(({ name }) => name === options.name) ?? absent;
  const rows = (style: Style) =>
    status.processes.map(({ name, pid, alive }) => [
      name,
      String(pid),
      alive ? style.good('running') : style.bad('dead'),
    ]);
  print(cli, options, { ...head, kind: 'LocalStatusResult', ...status }, (style, columns) => {
    const processes = table(['PROCESS', 'PID', 'STATE'], rows(style), columns);
    return `${describeState(status, style)}\n${status.processes.length === 0 ? '' : `\n${processes}`}`;
  });
  return status.state === 'running' ? EXIT.done : EXIT.unhealthy;
}

export async function runLocalList(cli: Cli, options: LocalListOptions): Promise<ExitCode> {
  const clusters = await listLocalClusters(paths(cli, options));
  return print(cli, options, { ...head, kind: 'LocalListResult', clusters }, (style, columns) => {
    if (clusters.length === 0) return 'There is no local cluster.\n';
    return table(
      ['NAME', 'STATE', 'SERVER'],
      clusters.map((cluster) => [cluster.name, paintState(cluster, style), cluster.cluster?.server ?? '']),
      columns,
    );
  });
}

export async function runLocalKubeconfig(cli: Cli, options: LocalKubeconfigOptions): Promise<ExitCode> {
  const { stateDirectory } = paths(cli, options);
  const { name, user, group } = options;
  const directory = clusterDirectory.path(stateDirectory, name);
  const cluster = describeCluster(directory);
  const known: Readonly<Record<string, string>> = { admin: cluster.kubeconfig, deployer: cluster.userKubeconfig };
  const issued = clusterDirectory.userKubeconfig(directory, user);
  const file =
    known[user] ??
    (group === undefined && existsSync(issued)
      ? issued
      : createLocalUser({ stateDirectory, name, user, groups: group }));
  const { context, server } = cluster;
  return print(cli, options, { ...head, kind: 'LocalKubeconfigResult', file, user, context, server }, () =>
    options.print ? readFileSync(file, 'utf8') : `${file}\n`,
  );
}

function paths({ terminal }: Cli, { stateDir }: LocalListOptions): LocalPaths {
  const defaults = localPaths(terminal.environment);
  return stateDir === undefined ? defaults : { ...defaults, stateDirectory: resolve(terminal.directory, stateDir) };
}

function print(
  { terminal }: Cli,
  { output }: OutputOptions,
  result: LocalResult,
  text: (style: Style, columns: number | undefined) => string,
): ExitCode {
  terminal.out(
    output === 'json' ? documentLine(result) : text(styleFor(terminal.colour), columnsFor(output, terminal)),
  );
  return EXIT.done;
}

function describeState(status: LocalClusterStatus, style: Style): string {
  const up = `gitops local up${status.name === 'local' ? '' : ` --name ${status.name}`}`;
  const hint = {
    running: '',
    broken: `: '${up}' repairs it`,
    stopped: `: '${up}' starts it again`,
    absent: `: '${up}' makes it`,
  }[status.state];
  return `Local cluster '${status.name}' is ${paintState(status, style)}${hint}${status.cluster === undefined ? '' : style.faint(` (${status.cluster.server})`)}`;
}

function paintState({ state }: LocalClusterStatus, style: Style): string {
  return { running: style.good, broken: style.bad, stopped: style.warn, absent: style.faint }[state](state);
}
