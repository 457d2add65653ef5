import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { parseClusterSecret } from '../argocd/cluster-secret.js';
import type { AccessFile } from '../cluster/access/access-file.js';
import { GitopsError } from '../errors.js';
import type { GitRepository } from '../git/repository.js';
import { parseObjects } from '../manifest/yaml.js';
import { DEFAULT_OUTPUT } from '../workflow/options.js';

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

/**
 * Reads `--access FILE`, which may name the Clusters of the revision only: a misspelt name would leave a cluster to its committed way in.
 *
 * @throws GitopsError CLI_FILE_NOT_FOUND, CLUSTER_ACCESS_INVALID with all problems; those of reading the revision
 */
export async function readAccessFile(place: AccessFilePlace): Promise<AccessFile> {
  const { parseAccessFile } = await import('../cluster/access/access-file.js');
  return parseAccessFile(read(place), place.file, [...(await clusterNames(place)), ...(place.gone ?? [])]);
}

function read({ file, directory }: AccessFilePlace): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new GitopsError('CLI_FILE_NOT_FOUND', `The access file '${relative(directory, file)}' cannot be read`, {
      hint: 'Mend the path after --access.',
      cause,
    });
  }
}

async function clusterNames(place: AccessFilePlace): Promise<readonly string[]> {
  const { openRepository } = await import('../git/open-repository.js');
  const git = await openRepository(place.repository);
  const known = await namesInLayout(git, place);
  if (known.length > 0) return known;
  return [...(await namesAnywhere(git, place)), IN_CLUSTER];
}

/** A revision whose last Argo Application has left has no folder to look in; then the operator names the cluster. */
async function namesAnywhere(git: GitRepository, place: AccessFilePlace): Promise<readonly string[]> {
  const { readRevision } = await import('../workflow/read-revision.js');
  try {
    const { resources } = await readRevision(git, { ...place, allowDirty: true, expand: false });
    return resources.clusters.map(({ name }) => name);
  } catch (error) {
    if (GitopsError.is(error) && error.code === 'GIT_FOLDER_NOT_FOUND' && (place.gone ?? []).length > 0) return [];
    throw error;
  }
}

/** The Clusters of our own layout, without reading the rest of it; empty for any other. */
async function namesInLayout(git: GitRepository, { revision = 'HEAD', worktree, outputDir = DEFAULT_OUTPUT }: AccessFilePlace): Promise<string[]> {
  try {
    const files = worktree ? await git.readWorkingTree(outputDir) : await git.readTree(revision, outputDir);
    const yaml = files.entries().filter(([path]) => path.startsWith(`${outputDir}/clusters/`) && /\.ya?ml$/.test(path));
    return yaml.flatMap(([path, text]) => parseObjects(text, path).flatMap((object) => parseClusterSecret(object)?.name ?? []));
  } catch (error) {
    if (GitopsError.is(error) && error.code === 'GIT_FOLDER_NOT_FOUND') return [];
    throw error;
  }
}
