import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { GitopsError } from '../../errors.js';
import { homeDirectory } from '../../host/home-directory.js';
import type { GivenFile } from '../../workflow/api/given-file.js';
import type { RevisionOptions } from '../../workflow/api/options.js';
import type { Terminal } from '../terminal/terminal.js';

/** How sources outside of the repository are reached, and what renders them. */
export interface SourceFlags {
  readonly repositories?: string;
  readonly offline?: boolean;
  readonly engine?: 'wasm' | 'native';
  readonly engineTimeout?: number;
}

/**
 * What the command line and the environment say of sources. Notices go to standard error, each once.
 *
 * @throws GitopsError CLI_FILE_NOT_FOUND
 */
export async function sourceOptions(
  { directory, environment, err }: Terminal,
  { repositories, offline, engine, engineTimeout }: SourceFlags,
): Promise<Pick<RevisionOptions, 'sources' | 'engine' | 'engineTimeoutMs' | 'onNotice'>> {
  const configs = await registryConfigs(environment);
  const told = new Set<string>();
  return {
    sources: {
      environment,
      ...(offline === true ? { offline } : {}),
      ...(repositories === undefined ? {} : { repositories: await read(directory, repositories) }),
      registryConfigs: configs,
    },
    engine,
    engineTimeoutMs: engineTimeout,
    onNotice: ({ message }) => {
      if (!told.has(message)) err(`note: ${message}\n`);
      told.add(message);
    },
  };
}

async function read(directory: string, file: string): Promise<GivenFile> {
  try {
    return { file, content: await readFile(resolve(directory, file), 'utf8') };
  } catch (cause) {
    throw new GitopsError('CLI_FILE_NOT_FOUND', `'${file}' cannot be read`, {
      cause,
      hint: 'Name a file that exists.',
    });
  }
}

/** Where podman, helm and docker log in to registries. */
async function registryConfigs(environment: Terminal['environment']): Promise<readonly GivenFile[]> {
  const home = environment['HOME'] || homeDirectory();
  const helm =
    environment['HELM_CONFIG_HOME'] || below(environment['XDG_CONFIG_HOME'] || below(home, '.config'), 'helm');
  const runtime = environment['XDG_RUNTIME_DIR'];
  const files = [
    environment['REGISTRY_AUTH_FILE'],
    environment['HELM_REGISTRY_CONFIG'] || below(helm, 'registry/config.json'),
    below(environment['DOCKER_CONFIG'] || below(home, '.docker'), 'config.json'),
    below(runtime, 'containers/auth.json'),
  ];
  const found = await Promise.all(
    files.map(async (file): Promise<readonly GivenFile[]> => {
      if (!file) return [];
      const content = await readFile(file, 'utf8').catch(() => undefined);
      return content === undefined ? [] : [{ file, content }];
    }),
  );
  return found.flat();
}

/** Undefined where there is no home folder. */
function below(folder: string | undefined, path: string): string | undefined {
  return folder ? join(folder, path) : undefined;
}
