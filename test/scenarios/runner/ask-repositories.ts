import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kubeconfigEndpoint } from '../../../src/cluster/access/kubeconfig.js';
import type { KubeClient } from '../../../src/cluster/transport/client.js';
import { createHttpClient } from '../../../src/cluster/transport/http-client.js';
import { parseObjects } from '../../../src/manifest/yaml.js';
import { type GitServer, startGitServer } from '../../helpers/git-server.js';
import { tempRepository } from '../../helpers/temp-repository.js';
import { lookUntil } from './look-until.js';
import { mappedRepository, realCluster } from './mapped-repository.js';
import { ARGOCD_PAGE } from './page-commands.js';
import {
  applyRoot,
  comesUp,
  type RootOptions,
  removeApplications,
  standsStill,
  withHealthRule,
} from './root-on-argocd.js';
import { runPage } from './run-page.js';
import { filesBelow } from './scenario-files.js';

export interface AskRepositoriesOptions {
  readonly kubeconfig: string;
  /** URL of argocd-server. */
  readonly argocd: string;
  /** Path of the `argocd` command. */
  readonly cli: string;
  readonly kubectl: string;
  /** Of a second cluster. */
  readonly otherKubeconfig: string;
  readonly print: (line: string) => void;
}

type Files = ReadonlyMap<string, string>;

interface RepositoryCase {
  readonly name: string;
  readonly output: Files;
  /** Whether the kind Application has a health rule, so that Argo CD waits between waves. */
  readonly healthRule: boolean;
  readonly expects: (stage: Stage) => Promise<string | undefined>;
}

/** A repository that Argo CD can read, and nothing of it applied yet. */
interface Stage {
  readonly rig: RootOptions;
  readonly files: Files;
  readonly commit: (files: Files) => void;
  /** Name of the root application. */
  readonly root: string;
  readonly applications: readonly string[];
}

/**
 * Names of clusters in the repositories: `local` is where Argo CD runs, by another address, `eu` is another
 * one.
 */
const [LOCAL, OTHER] = ['local', 'eu'];

/**
 * Applies the root applications of the example repository, and of what `gitops init` makes, to a real Argo
 * CD, and waits until everything is delivered.
 */
export async function askRepositories(
  options: AskRepositoriesOptions,
): Promise<{ readonly passed: number; readonly failed: number }> {
  const { print } = options;
  const example = readOutput('gitops');
  const template = await templateOutput();
  const everything = (stage: Stage) => {
    applyRoot(stage.rig, stage.files.get('root-app.yaml') ?? '');
    return comesUp(stage.rig, [stage.root, ...stage.applications]);
  };
  const cases: readonly RepositoryCase[] = [
    { name: 'example repository, with the health rule', output: example, healthRule: true, expects: everything },
    { name: 'example repository, without it', output: example, healthRule: false, expects: everything },
    { name: 'what gitops init makes, with the health rule', output: template, healthRule: true, expects: everything },
    { name: 'what gitops init makes, without it', output: template, healthRule: false, expects: everything },
    {
      name: `the commands of ${ARGOCD_PAGE}`,
      output: template,
      healthRule: false,
      expects: (stage) => inFolder((directory) => runPage({ ...stage, cli: options.cli, directory })),
    },
    {
      name: 'example repository without waves of projects: waits for ever',
      output: withoutWaves(example),
      healthRule: true,
      expects: (stage) => {
        applyRoot(stage.rig, stage.files.get('root-app.yaml') ?? '');
        return standsStill(stage.rig, stage.root);
      },
    },
  ];
  const count = { passed: 0, failed: 0 };
  const server = await startGitServer();
  try {
    for (const [index, one] of cases.entries()) {
      const started = Date.now();
      const problem = await ask(one, `case-${index}.git`, server, options).catch((error: unknown) =>
        String((error as Error).stack),
      );
      count[problem === undefined ? 'passed' : 'failed'] += 1;
      const seconds = ((Date.now() - started) / 1000).toFixed(1);
      print(
        problem === undefined ? `ok     ${one.name} (${seconds} s)` : `FAILED ${one.name} (${seconds} s)\n${problem}`,
      );
    }
  } finally {
    await server.stop();
  }
  return count;
}

async function ask(
  { output, healthRule, expects }: RepositoryCase,
  name: string,
  server: GitServer,
  options: AskRepositoriesOptions,
): Promise<string | undefined> {
  const { kubeconfig, otherKubeconfig } = options;
  const clusters = {
    [LOCAL!]: realCluster(readFileSync(kubeconfig, 'utf8')),
    [OTHER!]: realCluster(readFileSync(otherKubeconfig, 'utf8')),
  };
  const files = mappedRepository(output, { url: `${server.url}${name}`, clusters });
  const commit = (all: Files) =>
    void server.commit(name, Object.fromEntries([...all].map(([path, content]) => [`gitops/${path}`, content])));
  commit(files);
  const [root = ''] = parseObjects(files.get('root-app.yaml') ?? '', 'root-app.yaml').map(
    ({ metadata }) => metadata.name,
  );
  const brought = [...files]
    .filter(([path]) => /^(applications|projects|clusters)\//.test(path))
    .flatMap(([path, text]) => parseObjects(text, path));
  const applications = brought.filter(({ kind }) => kind === 'Application').map(({ metadata }) => metadata.name);
  const [here, there] = [await clientOf(kubeconfig), await clientOf(otherKubeconfig)];
  const rig: RootOptions = { client: here, argocd: options.argocd, kubectl: options.kubectl, kubeconfig };
  try {
    return await withHealthRule(here, healthRule, async () => {
      try {
        return await expects({ rig, files, commit, root, applications });
      } finally {
        await removeApplications(rig, root);
        for (const { kind, metadata } of brought) {
          const path =
            kind === 'Secret'
              ? '/api/v1/namespaces/argocd/secrets'
              : '/apis/argoproj.io/v1alpha1/namespaces/argocd/appprojects';
          if (kind !== 'Application')
            await here.request({ method: 'DELETE', path: `${path}/${metadata.name}` }).catch(() => undefined);
        }
        const namespaces = brought.flatMap(
          ({ spec }) => (spec as { destination?: { namespace: string } } | undefined)?.destination?.namespace ?? [],
        );
        await Promise.all([here, there].map((client) => removeNamespaces(client, new Set(namespaces))));
      }
    });
  } finally {
    here.close();
    there.close();
  }
}

async function inFolder<T>(work: (directory: string) => Promise<T>): Promise<T> {
  const directory = mkdtempSync(join(tmpdir(), 'argocd-page-'));
  try {
    return await work(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function readOutput(folder: string): Files {
  return new Map(
    filesBelow(folder).flatMap((path) =>
      path.startsWith('.gitops/') ? [] : [[path, readFileSync(join(folder, path), 'utf8')]],
    ),
  );
}

/** What `gitops init` and `gitops synth` of this clone make. */
async function templateOutput(): Promise<Files> {
  const repository = tempRepository();
  const { directory } = repository;
  const clone = process.cwd();
  const gitops = (...words: readonly string[]) =>
    execFileSync(process.execPath, [join(clone, 'lib/bin/gitops.js'), ...words], { cwd: directory, stdio: 'pipe' });
  try {
    gitops('init', '.', '--name', 'shop');
    mkdirSync(join(directory, 'node_modules'), { recursive: true });
    symlinkSync(clone, join(directory, 'node_modules/cdk8s-gitops'));
    for (const name of ['cdk8s', 'cdk8s-plus-28', 'constructs'])
      symlinkSync(join(clone, 'node_modules', name), join(directory, 'node_modules', name));
    const model = join(directory, 'environments/index.ts');
    writeFileSync(model, readFileSync(model, 'utf8').replace('gitops-local', 'gitops-argocd'));
    repository.commit('first commit');
    gitops('synth');
    return readOutput(join(directory, 'gitops'));
  } finally {
    repository.remove();
  }
}

/** As it was committed once. */
function withoutWaves(files: Files): Files {
  return new Map(
    [...files].map(([path, text]) => [
      path,
      /^(projects|clusters)\//.test(path) ? text.replace(/^ *argocd\.argoproj\.io\/sync-wave:.*\n/m, '') : text,
    ]),
  );
}

async function clientOf(kubeconfig: string): Promise<KubeClient> {
  return createHttpClient(await kubeconfigEndpoint({ cluster: 'repository', files: [kubeconfig], environment: {} }));
}

async function removeNamespaces(client: KubeClient, names: ReadonlySet<string>): Promise<void> {
  for (const name of names) {
    const path = `/api/v1/namespaces/${name}`;
    const remove = () =>
      client.request({ method: 'DELETE', path }).then(
        () => false,
        () => true,
      );
    await lookUntil(remove, { isDone: (isGone) => isGone, looks: 1200 });
  }
}
