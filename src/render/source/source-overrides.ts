import type { ApplicationSource } from '../../argocd/application/application.js';
import { GitopsError } from '../../errors.js';
import type { FileSet } from '../../files/file-set.js';
import { isRecord } from '../../manifest/kube-object.js';
import { parseYaml } from '../../manifest/yaml.js';

/**
 * A source with the overrides that stand in its folder: `.argocd-source.yaml`, then
 * `.argocd-source-<application>.yaml`. Where it comes from cannot be overridden.
 *
 * @throws GitopsError MANIFEST_INVALID_YAML, RENDER_INVALID_APPLICATION
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/parameters/#store-overrides-in-git
 */
export function overrideSource(
  source: ApplicationSource,
  files: FileSet,
  path: string,
  application: string,
): ApplicationSource {
  const merged = [`.argocd-source.yaml`, `.argocd-source-${application}.yaml`].reduce(
    (before, name) => {
      const file = path === '' ? name : `${path}/${name}`;
      const text = files.get(file);
      return text === undefined ? before : mergePatch(before, readOverride(text, file));
    },
    source as Readonly<Record<string, unknown>>,
  );
  const { repoURL, path: own, targetRevision, chart } = source;
  return { ...merged, repoURL, ...Object.fromEntries(Object.entries({ path: own, targetRevision, chart })) };
}

function readOverride(text: string, file: string): Readonly<Record<string, unknown>> {
  const [first, ...more] = parseYaml(text, file);
  if (first === undefined) return {};
  if (isRecord(first) && more.length === 0) return first;
  throw new GitopsError('RENDER_INVALID_APPLICATION', `'${file}' overrides nothing: it is no single YAML mapping`, {
    source: { file },
    hint: 'Write the fields of spec.source that differ, such as kustomize.images.',
  });
}

/** RFC 7396. */
function mergePatch(
  target: Readonly<Record<string, unknown>>,
  patch: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const result = new Map(Object.entries(target));
  for (const [key, value] of Object.entries(patch)) {
    const before = result.get(key);
    if (value === null) result.delete(key);
    else result.set(key, isRecord(value) ? mergePatch(isRecord(before) ? before : {}, value) : value);
  }
  return Object.fromEntries(result);
}
