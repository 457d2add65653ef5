import type { ArgoAppProject } from '../argocd/app-project.js';
import type { ArgoApplication } from '../argocd/application.js';
import { type ClusterSecret, parseClusterSecret } from '../argocd/cluster-secret.js';
import { GitopsError } from '../errors.js';
import type { FileSet } from '../files/file-set.js';
import { isRecord, type KubeObject } from '../manifest/kube-object.js';
import { parseObjects } from '../manifest/yaml.js';

/** An Argo CD resource and the file it stands in. */
export interface Found<T> {
  readonly resource: T;
  /** Path relative to the root of the repository. */
  readonly file: string;
}

/** The Argo CD resources of an output folder. */
export interface ArgoResources {
  readonly applications: readonly Found<ArgoApplication>[];
  readonly projects: readonly Found<ArgoAppProject>[];
  readonly clusters: readonly ClusterSecret[];
  readonly problems: readonly GitopsError[];
}

/** Where Argo CD resources stand; everything else in the output is what they deliver. */
const FOLDERS = /^(applications|applicationsets|argocd|clusters|projects)\/|^root-app\.yaml$/;

/** Reads the Argo CD resources of an output folder. A file that cannot be read is a problem and hides no other. */
export function findResources(files: FileSet, output: string): ArgoResources {
  const problems: GitopsError[] = [];
  const objects = files.entries().flatMap(([file, content]): Found<KubeObject>[] => {
    const path = output === '' ? file : file.startsWith(`${output}/`) ? file.slice(output.length + 1) : '';
    if (!FOLDERS.test(path) || !/\.ya?ml$|\.json$/.test(path)) return [];
    return attempt(problems, () => parseObjects(content, file).map((resource) => ({ resource, file }))) ?? [];
  });
  const applications = objects
    .filter(({ resource }) => isArgo(resource, 'Application'))
    .flatMap((found) => attempt(problems, () => toApplication(found)) ?? []);
  const clusters = objects.flatMap(({ resource }) => attempt(problems, () => parseClusterSecret(resource)) ?? []);
  return {
    applications: applications.filter(({ resource }) => !deliversArgoResources(resource, output)),
    projects: objects.filter((found): found is Found<KubeObject & ArgoAppProject> => isArgo(found.resource, 'AppProject')),
    clusters,
    problems: [...problems, ...duplicates(applications)],
  };
}

function isArgo({ apiVersion, kind }: KubeObject, wanted: string): boolean {
  return kind === wanted && apiVersion.startsWith('argoproj.io/');
}

function toApplication({ resource, file }: Found<KubeObject>): Found<ArgoApplication> {
  const { spec } = resource;
  if (
    isRecord(spec) &&
    isRecord(spec['destination']) &&
    (isRecord(spec['source']) || Array.isArray(spec['sources']) || isRecord(spec['sourceHydrator']))
  ) {
    return { resource: resource as unknown as ArgoApplication, file }; // what is read of it was just checked
  }
  throw new GitopsError('RENDER_INVALID_APPLICATION', `Argo Application '${resource.metadata.name}' has no source or no destination`, {
    source: { file },
    hint: 'Give it spec.source (repoURL, path) and spec.destination.',
  });
}

/** The app of apps: it delivers the very resources that are read here, to Argo CD's own cluster, and is nothing to sync without Argo CD. */
function deliversArgoResources({ spec }: ArgoApplication, output: string): boolean {
  return spec.source?.path === (output === '' ? '.' : output);
}

function duplicates(applications: readonly Found<ArgoApplication>[]): GitopsError[] {
  const first = new Map<string, string>();
  return applications.flatMap(({ resource: { metadata }, file }) => {
    const key = `${metadata.namespace ?? ''}/${metadata.name}`;
    const other = first.get(key);
    if (other === undefined) first.set(key, file);
    if (other === undefined) return [];
    return [
      new GitopsError('RENDER_DUPLICATE_APPLICATION', `Argo Application '${metadata.name}' stands twice: in '${other}' and '${file}'`, {
        source: { file },
        hint: 'Rename or remove one of them.',
      }),
    ];
  });
}

function attempt<T>(problems: GitopsError[], work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (!GitopsError.is(error)) throw error;
    problems.push(error);
    return undefined;
  }
}
