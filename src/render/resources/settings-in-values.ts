import { posix } from 'node:path';
import type { ArgoApplication } from '../../argocd/application/application.js';
import { sourcesOf } from '../../argocd/application/sources-of.js';
import { parseSettingsFile } from '../../argocd/parse-settings-file.js';
import { GitopsError } from '../../errors.js';
import type { FileSet } from '../../files/file-set.js';
import { deepEqual } from '../../manifest/equality.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import { toYaml } from '../../manifest/yaml.js';
import type { Found } from './argo-resources.js';
import { isSettings } from './find-resources.js';

const CHART = 'argo-cd';
/** A file that installs the chart, by kustomize or as a dependency. */
const INSTALLS = /(^|\/)(kustomization\.ya?ml|Kustomization|Chart\.yaml)$/;
const NAMES_CHART = new RegExp(`^[ \\t-]*name:\\s*["']?${CHART}["']?\\s*$`, 'm');
const VALUES = /\.ya?ml$/;

/**
 * The settings of Argo CD in the values of its chart, where Git installs the chart argo-cd: in the folder of
 * a kustomization or chart that refers to it, or in an Argo Application. Undefined without such values, and
 * when values differ, because it is not known which of them count.
 */
export function settingsInValues(
  files: FileSet,
  applications: readonly Found<ArgoApplication>[],
): Found<KubeObject> | undefined {
  const folders = files
    .entries()
    .flatMap(([path, content]) => (INSTALLS.test(path) && NAMES_CHART.test(content) ? [posix.dirname(path)] : []));
  const inFolders = [...new Set(folders)].flatMap((folder) =>
    files
      .below(folder)
      .entries()
      .filter(([path, content]) => VALUES.test(path) && !path.includes('templates/') && mentionsSettings(content))
      .map(([path, content]) => [posix.join(folder, path), content] as const),
  );
  const found = [...inFolders, ...applications.flatMap(valuesOf)].flatMap(([file, content]) => read(content, file));
  const [first, ...more] = found;
  const isOne = more.every(({ resource }) => deepEqual(resource, first?.resource));
  return isOne ? first : undefined;
}

function valuesOf({ resource, file }: Found<ArgoApplication>): readonly (readonly [string, string])[] {
  return sourcesOf(resource).flatMap(({ chart, helm }) => {
    if (chart !== CHART || helm === undefined) return [];
    const { values, valuesObject } = helm;
    const given = valuesObject === undefined ? values : toYaml(valuesObject);
    return typeof given === 'string' ? [[file, given] as const] : [];
  });
}

/** Empty for a file that cannot be read. Rendering reports it. */
function read(content: string, file: string): readonly Found<KubeObject>[] {
  try {
    return parseSettingsFile(content, file)
      .filter(isSettings)
      .map((resource) => ({ resource, file }));
  } catch (error) {
    if (GitopsError.is(error)) return [];
    throw error;
  }
}

/** Cheap, before the file is parsed. */
function mentionsSettings(content: string): boolean {
  const start = content.search(/\bconfigs\b/);
  return start >= 0 && /\bcm\b/.test(content.slice(start));
}
