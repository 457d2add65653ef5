import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { parseClusterSecret } from '../../argocd/clusters/cluster-secret.js';
import type { AccessFile } from '../../cluster/access/access-file.js';
import type { AccessOptions } from '../../cluster/access/access-options.js';
import type { ClusterRegistry } from '../../cluster/access/cluster-registry.js';
import { GitopsError } from '../../errors.js';
import type { GitRepository } from '../../git/repository.js';
import { parseObjects } from '../../manifest/yaml.js';
import { DEFAULT_OUTPUT } from '../../workflow/api/options.js';
import { unreadableFile } from './unreadable-file.js';

/** Argo CD's name of its own cluster, which needs no Secret. */
const IN_CLUSTER = 'in-cluster';

export interface AccessFilePlace {
  /** The access file; absolute. */
  readonly file: string;
  /** The working directory, for paths in errors. */
  readonly directory: string;
  readonly repository: string;
  readonly revision?: string;
  readonly worktree?: boolean;
  readonly outputDir?: string;
  /** Clusters that the operator names though they left Git: the file may name them too. */
  readonly gone?: readonly string[];
}

/** What an access file says, and the cluster Secrets of the Argo CD that it names. */
export interface ReadAccess {
  readonly accessFile: AccessFile;
  readonly registry?: ClusterRegistry;
}

/**
 * Reads `--access FILE`, which may name the Clusters of the revision and of its Argo CD only: a misspelt name
 * would leave a cluster to its committed way in.
 *
 * @param access how the cluster of Argo CD is reached, where the file does not say it
 * @throws GitopsError CLI_FILE_NOT_FOUND, CLUSTER_ACCESS_INVALID with all problems; those of reading the
 * revision and the cluster Secrets
 */
export async function readAccessFile(
  place: AccessFilePlace,
  access: Pick<AccessOptions, 'kubeconfigPath' | 'environment'>,
  signal?: AbortSignal,
): Promise<ReadAccess> {
  const { parseAccessFile } = await import('../../cluster/access/access-file.js');
  const text = read(place);
  const { argocd, clusters } = parseAccessFile(text, place.file);
  // Where no cluster is named, the names in Git are not asked for: the repository may have nothing.
  const namesNone = Object.keys(clusters).length === 0;
  const [registry, names] = await Promise.all([
    argocd && readSecrets(argocd, access, signal),
    namesNone ? [] : clusterNames(place),
  ]);
  const registered = registry === undefined ? [] : registry.names;
  const accessFile = parseAccessFile(text, place.file, [...names, ...registered, ...(place.gone ?? [])]);
  return { accessFile, ...(registry === undefined ? {} : { registry: registry.registry }) };
}

async function readSecrets(
  argocd: NonNullable<AccessFile['argocd']>,
  access: Parameters<typeof readAccessFile>[1],
  signal?: AbortSignal,
) {
  const { readRegistry } = await import('../../cluster/access/read-registry.js');
  const { registeredNames } = await import('../../cluster/access/cluster-registry.js');
  const registry = await readRegistry(argocd, access, signal);
  return { registry, names: registeredNames(registry) };
}

function read({ file, directory }: AccessFilePlace): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw unreadableFile(`The access file '${relative(directory, file)}'`, cause, 'Correct the path after --access.');
  }
}

async function clusterNames(place: AccessFilePlace): Promise<readonly string[]> {
  const { openRepository } = await import('../../git/open-repository.js');
  const git = await openRepository(place.repository);
  const inLayout = await namesInLayout(git, place);
  // Argo CD knows its own cluster whatever Git holds.
  return [...(inLayout.length > 0 ? inLayout : await namesAnywhere(git, place)), IN_CLUSTER];
}

/**
 * A revision whose last Argo Application has left has no folder to look in; then the operator names the
 * cluster.
 */
async function namesAnywhere(git: GitRepository, place: AccessFilePlace): Promise<readonly string[]> {
  const { readRevision } = await import('../../workflow/revision/read-revision.js');
  try {
    const { resources } = await readRevision(git, { ...place, allowDirty: true, expand: false });
    return resources.clusters.map(({ name }) => name);
  } catch (error) {
    if (GitopsError.is(error) && error.code === 'GIT_FOLDER_NOT_FOUND' && (place.gone ?? []).length > 0) return [];
    throw error;
  }
}

/** The Clusters of our own layout, without reading the rest of it; empty for any other. */
async function namesInLayout(
  git: GitRepository,
  { revision = 'HEAD', worktree, outputDir = DEFAULT_OUTPUT }: AccessFilePlace,
): Promise<string[]> {
  try {
    const wants = (path: string) => path.startsWith(`${outputDir}/clusters/`) && /\.ya?ml$/.test(path);
    const onProblem = (path: string, problem: GitopsError) => {
      if (wants(path)) throw problem;
    };
    const files = worktree
      ? await git.readWorkingTree(outputDir, { wants, onProblem })
      : await git.readTree(revision, outputDir, { wants, onProblem });
    return files
      .entries()
      .flatMap(([path, text]) => parseObjects(text, path).flatMap((object) => parseClusterSecret(object)?.name ?? []));
  } catch (error) {
    if (GitopsError.is(error) && error.code === 'GIT_FOLDER_NOT_FOUND') return [];
    throw error;
  }
}
