import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

export interface CommittedNames {
  readonly environments: readonly string[];
  readonly applications: readonly string[];
  readonly argoApplications: readonly string[];
  readonly clusters: readonly string[];
}

/**
 * The names in an output folder, read from names of files alone: a Tab must not wait. A name that is not
 * valid in Kubernetes is left out, because the names go into a command line.
 */
export function committedNames(directory: string, output: string): CommittedNames {
  const folder = findUpwards(directory, output);
  if (folder === undefined) return { environments: [], applications: [], argoApplications: [], clusters: [] };
  const environments = names(join(folder, 'applications'));
  return {
    environments,
    applications: names(join(folder, 'apps')),
    argoApplications: environments.flatMap((environment) => yamlNames(join(folder, 'applications', environment))),
    clusters: yamlNames(join(folder, 'clusters')),
  };
}

function findUpwards(directory: string, output: string): string | undefined {
  if (existsSync(join(directory, output, 'applications'))) return join(directory, output);
  return dirname(directory) === directory ? undefined : findUpwards(dirname(directory), output);
}

function names(folder: string): string[] {
  return existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
        entry.isDirectory() && NAME.test(entry.name) ? [entry.name] : [],
      )
    : [];
}

function yamlNames(folder: string): string[] {
  return existsSync(folder)
    ? readdirSync(folder).flatMap((name) => (name.endsWith('.yaml') && NAME.test(name) ? [name.slice(0, -5)] : []))
    : [];
}

const NAME = /^[a-z0-9][a-z0-9._-]*$/i;
