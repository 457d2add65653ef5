import type { ClusterRegistry } from '../../cluster/access/cluster-registry.js';
import type { RevisionOptions } from '../../workflow/api/options.js';
import { readGivenFile } from './read-given-file.js';

/** The files of `--clusters` and `--parameters`, for ApplicationSets. */
export interface GeneratorFileOptions {
  readonly clusters?: string;
  readonly parameters?: string;
}

/**
 * Reads what generators of ApplicationSets know in addition to Git.
 *
 * @param registry the cluster Secrets of the Argo CD that the access file names
 * @throws GitopsError CLI_FILE_NOT_FOUND
 */
export async function generatorOptions(
  directory: string,
  { clusters, parameters }: GeneratorFileOptions,
  registry?: ClusterRegistry,
): Promise<Pick<RevisionOptions, 'generators'>> {
  if (clusters === undefined && parameters === undefined && registry === undefined) return {};
  return {
    generators: {
      ...(registry === undefined ? {} : { clusterSecrets: registry.secrets }),
      ...(clusters === undefined ? {} : { clusters: await readGivenFile(directory, clusters) }),
      ...(parameters === undefined ? {} : { parameters: await readGivenFile(directory, parameters) }),
    },
  };
}
