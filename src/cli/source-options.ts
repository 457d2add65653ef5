import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { GitopsError } from '../errors.js';
import type { GivenFile } from '../workflow/api/given-file.js';
import type { RevisionOptions } from '../workflow/api/options.js';
import type { Terminal } from './terminal.js';

/** How sources outside of the repository are reached, and what renders them. */
export interface SourceFlags {
  readonly repositories?: string;
  readonly offline?: boolean;
  readonly engine?: 'wasm' | 'native';
}

/**
 * What the command line and the environment say of sources. Notices go to standard error.
 *
 * @throws GitopsError CLI_FILE_NOT_FOUND
 */
export async function sourceOptions(
  { directory, environment, err }: Terminal,
  { repositories, offline, engine }: SourceFlags,
): Promise<Pick<RevisionOptions, 'sources' | 'engine' | 'onNotice'>> {
  const docker = await dockerConfig(environment);
  return {
    sources: {
      environment,
      ...(offline === true ? { offline } : {}),
      ...(repositories === undefined ? {} : { repositories: await read(directory, repositories) }),
      ...(docker === undefined ? {} : { dockerConfig: docker }),
    },
    ...(engine === undefined ? {} : { engine }),
    onNotice: ({ message }) => err(`note: ${message}\n`),
  };
}

async function read(directory: string, file: string): Promise<GivenFile> {
  try {
    return { file, content: await readFile(resolve(directory, file), 'utf8') };
  } catch (cause) {
    throw new GitopsError('CLI_FILE_NOT_FOUND', `'${file}' cannot be read`, { cause, hint: 'Name a file that exists.' });
  }
}

/** Where docker and helm log in to registries. */
async function dockerConfig(environment: Terminal['environment']): Promise<GivenFile | undefined> {
  const file = join(environment['DOCKER_CONFIG'] || join(environment['HOME'] || homedir(), '.docker'), 'config.json');
  try {
    return { file, content: await readFile(file, 'utf8') };
  } catch {
    return undefined;
  }
}
