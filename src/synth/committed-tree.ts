import type { ArgoApplication } from '../argocd/application/application.js';
import { parseApplication } from '../argocd/application/parse-application.js';
import { parseClusterSecret } from '../argocd/clusters/cluster-secret.js';
import { LABEL } from '../argocd/labels.js';
import type { ArgoAppProject } from '../argocd/project/app-project.js';
import { parseProject } from '../argocd/project/parse-project.js';
import { GitopsError } from '../errors.js';
import { FileSet } from '../files/file-set.js';
import type { KubeObject } from '../manifest/kube-object.js';
import { parseObjects } from '../manifest/yaml.js';

/** What the last commit says, as far as the next one must know it. */
export interface CommittedTree {
  readonly applications: readonly { readonly file: string; readonly manifest: ArgoApplication }[];
  project(name: string): ArgoAppProject | undefined;
  /** Names of the files of projects. */
  readonly projects: readonly string[];
  /** ARN, server or context of a committed cluster. */
  clusterPlace(id: string): string | undefined;
  /** Objects in the files below a folder. */
  objectsBelow(folder: string): readonly KubeObject[];
}

/**
 * Reads the committed output folder; without one there is nothing to compare with. Files that are not ours to
 * understand are passed over.
 */
export function committedTree(files: FileSet = FileSet.EMPTY): CommittedTree {
  const applications = files
    .below('applications')
    .entries()
    .flatMap(([path, text]) =>
      lenientObjects(path, text).flatMap((object) => {
        const file = `applications/${path}`;
        const manifest = object.kind === 'Application' ? lenient(() => parseApplication(object, file)) : undefined;
        return manifest === undefined ? [] : [{ file, manifest }];
      }),
    );
  // Facts of clusters whose Secrets somebody else makes are in argocd/.
  const clusterFiles = ['clusters', 'argocd/clusters'].flatMap((folder) => files.below(folder).entries());
  const places = new Map(
    clusterFiles.flatMap(([path, text]) =>
      lenientObjects(path, text).flatMap((object) => {
        const secret = parseClusterSecret(object);
        const id = object.metadata.labels?.[LABEL.cluster] ?? secret?.name;
        return secret && id ? [[id, secret.arn ?? secret.server ?? secret.context] as const] : [];
      }),
    ),
  );
  return {
    applications,
    project: (name) => {
      const file = `projects/${name}.yaml`;
      const found = lenientObjects(name, files.get(file) ?? '').find(({ kind }) => kind === 'AppProject');
      return found === undefined ? undefined : lenient(() => parseProject(found, file));
    },
    projects: files
      .below('projects')
      .paths()
      .flatMap((path) => /^([^/]+)\.yaml$/.exec(path)?.[1] ?? []),
    clusterPlace: (id) => places.get(id),
    objectsBelow: (folder) =>
      files
        .below(folder)
        .entries()
        .flatMap(([path, text]) => (path.endsWith('kustomization.yaml') ? [] : lenientObjects(path, text))),
  };
}

/**
 * The folder of an Application's base and overlays, relative to the output folder, from the path in its
 * committed Argo Application.
 */
export function applicationFolder({ metadata, spec }: ArgoApplication, output: string): string {
  const path = spec.source?.path ?? '';
  if (path.startsWith(`${output}/`)) return path.slice(output.length + 1).replace(/\/overlays\/.*/s, '');
  return `apps/${metadata.labels?.[LABEL.application] ?? metadata.name}`;
}

function lenientObjects(path: string, text: string): readonly KubeObject[] {
  return lenient(() => parseObjects(text, path)) ?? [];
}

/** Undefined for what cannot be understood. */
function lenient<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (GitopsError.is(error)) return undefined;
    throw error;
  }
}
