import { resolve } from 'node:path';
import type { AccessOptions } from '../../cluster/access/access-options.js';
import { defined } from '../../manifest/defined.js';
import type { Cli } from '../cli.js';
import { outputOf } from './output-of.js';
import { readAccessFile } from './read-access-file.js';
import { withLocalContexts } from './with-local-contexts.js';

/** The options that say how clusters are reached, and where their names are listed. */
export interface AccessFlags {
  readonly repository: string;
  readonly outputDir?: string;
  readonly revision?: string;
  readonly worktree?: boolean;
  readonly access?: string;
  readonly kubeconfig?: string;
}

/** @param gone clusters that the access file may name although they left Git */
export async function accessOptions(
  { terminal, signal }: Cli,
  options: AccessFlags,
  gone: readonly string[] = [],
): Promise<AccessOptions> {
  const { directory, environment } = terminal;
  const { access, kubeconfig, revision, worktree } = options;
  const outputDir = outputOf(options, directory);
  const ways: AccessOptions = {
    environment: kubeconfig === undefined ? withLocalContexts(environment) : environment,
    ...(kubeconfig === undefined ? {} : { kubeconfigPath: resolve(directory, kubeconfig) }),
  };
  if (access === undefined) return ways;
  const place = {
    file: resolve(directory, access),
    directory,
    repository: resolve(directory, options.repository),
    gone,
  };
  const read = {
    ...place,
    ...defined({ outputDir, revision, worktree }),
  };
  return { ...ways, ...(await readAccessFile(read, ways, signal)) };
}
