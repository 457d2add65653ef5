import type { ArgoApplication } from '../argocd/application/application.js';
import { parseClusterSecret } from '../argocd/clusters/cluster-secret.js';
import { LABEL } from '../argocd/labels.js';
import type { ArgoAppProject } from '../argocd/project/app-project.js';
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
      lenientObjects(path, text).flatMap((object) =>
        object.kind === 'Application'
          ? [{ file: `applications/${path}`, manifest: object as unknown as ArgoApplication }]
          : [],
      ),
    );
  // Those of Secrets that somebody else makes stand in argocd/.
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
      const text = files.get(`projects/${name}.yaml`);
      return text === undefined
        ? undefined
        : (lenientObjects(name, text).find(({ kind }) => kind === 'AppProject') as unknown as
            | ArgoAppProject
            | undefined);
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
  if (path.startsWith(`${output}/`)) return path.slice(output.length + 1).replace(/\/overlays\/.*$/, '');
  return `apps/${metadata.labels?.[LABEL.application] ?? metadata.name}`;
}

function lenientObjects(path: string, text: string): readonly KubeObject[] {
  try {
    return parseObjects(text, path);
  } catch (error) {
    if (GitopsError.is(error)) return [];
    throw error;
  }
}
