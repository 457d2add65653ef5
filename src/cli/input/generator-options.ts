import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { ClusterRegistry } from '../../cluster/access/cluster-registry.js';
import type { GivenFile } from '../../workflow/api/given-file.js';
import type { RevisionOptions } from '../../workflow/api/options.js';
import { unreadableFile } from './unreadable-file.js';

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
      ...(clusters === undefined ? {} : { clusters: await read(directory, clusters) }),
      ...(parameters === undefined ? {} : { parameters: await read(directory, parameters) }),
    },
  };
}

async function read(directory: string, file: string): Promise<GivenFile> {
  try {
    return { file, content: await readFile(resolve(directory, file), 'utf8') };
  } catch (cause) {
    throw unreadableFile(`'${file}'`, cause, 'Name a file that exists.');
  }
}
