import type { ArgoApplication } from '../argocd/application.js';
import { matchesGlob } from '../argocd/glob.js';
import { GitopsError } from '../errors.js';
import type { FileSet } from '../files/file-set.js';
import { isRecord, type KubeObject } from '../manifest/kube-object.js';
import { parseObjects } from '../manifest/yaml.js';

const KUSTOMIZATION_FILES = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/** Whether Argo CD would run kustomize on a directory. */
export function isKustomization(files: FileSet, directory: string): boolean {
  return KUSTOMIZATION_FILES.some((name) => files.has(directory === '' ? name : `${directory}/${name}`));
}

/**
 * The objects of a plain directory, as Argo CD's directory source reads it: `.yaml`, `.yml` and `.json`, sub-folders only with `recurse`, `exclude` before `include`.
 *
 * @returns the objects, or the error of all files that cannot be read
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/directory/
 */
export function readDirectory(files: FileSet, directory: string, application: ArgoApplication): readonly KubeObject[] | GitopsError {
  const options = isRecord(application.spec.source?.['directory']) ? application.spec.source['directory'] : {};
  const chosen = files
    .below(directory)
    .entries()
    .filter(([path]) => isChosen(path, options));
  const problems: GitopsError[] = [];
  const objects = chosen.flatMap(([path, content]) => {
    try {
      return parseObjects(content, `${directory}/${path}`);
    } catch (error) {
      if (!GitopsError.is(error)) throw error;
      problems.push(error);
      return [];
    }
  });
  return problems.length > 0 ? GitopsError.all(problems) : objects;
}

function isChosen(path: string, { recurse, include, exclude }: Readonly<Record<string, unknown>>): boolean {
  if (!/\.(ya?ml|json)$/.test(path) || (path.includes('/') && recurse !== true)) return false;
  if (typeof exclude === 'string' && exclude !== '' && matchesGlob(path, exclude)) return false;
  return typeof include !== 'string' || include === '' || matchesGlob(path, include);
}
