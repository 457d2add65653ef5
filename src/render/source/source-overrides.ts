import type { ApplicationSource } from '../../argocd/application/application.js';
import { SOURCE_SHAPE } from '../../argocd/application/source-shape.js';
import { GitopsError } from '../../errors.js';
import type { FileSet } from '../../files/file-set.js';
import { describeShapeProblem } from '../../manifest/describe-shape-problem.js';
import { isRecord } from '../../manifest/kube-object.js';
import { readShape } from '../../manifest/shape.js';
import { parseYaml } from '../../manifest/yaml.js';
import { withoutEmptyBlocks } from './source-type.js';

/**
 * A source with the overrides in its folder: `.argocd-source.yaml`, then `.argocd-source-<application>.yaml`.
 * They cannot change `repoURL`, `path`, `targetRevision` and `chart`.
 *
 * @param names every name that the Argo Application may have
 * @param nameOf its name, which is asked for when there are overrides for one of the names
 * @throws GitopsError MANIFEST_INVALID_YAML, RENDER_INVALID_APPLICATION, and what `nameOf` throws
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/parameters/#store-overrides-in-git
 */
export function overrideSource(
  source: ApplicationSource,
  files: FileSet,
  path: string,
  names: readonly string[],
  nameOf: () => string,
): ApplicationSource {
  const inPath = (name: string) => (path === '' ? name : `${path}/${name}`);
  const fileOf = (name: string) => inPath(`.argocd-source-${name}.yaml`);
  const own = names.some((name) => files.has(fileOf(name))) ? [fileOf(nameOf())] : [];
  return [inPath('.argocd-source.yaml'), ...own].reduce((before, file) => {
    const text = files.get(file);
    return text === undefined ? before : overridden(before, readOverride(text, file), file);
  }, withoutEmptyBlocks(source));
}

function overridden(source: ApplicationSource, override: Readonly<Record<string, unknown>>, file: string) {
  const { value, problems } = readShape(readInto(source, mergePatch(source, override)), SOURCE_SHAPE);
  GitopsError.throwAll(
    problems.map(
      (problem) =>
        new GitopsError('RENDER_INVALID_APPLICATION', `'${file}' cannot be used: ${describeShapeProblem(problem)}`, {
          source: { file },
          hint: 'Correct it: Argo CD refuses it as it is.',
        }),
    ),
  );
  const { repoURL, path, targetRevision, chart } = source;
  return { ...value, repoURL, path, targetRevision, chart };
}

function readOverride(text: string, file: string): Readonly<Record<string, unknown>> {
  const [first, ...more] = parseYaml(text, file, 'last');
  if (first === undefined) return {};
  if (isRecord(first) && more.length === 0) return first;
  throw new GitopsError('RENDER_INVALID_APPLICATION', `'${file}' overrides nothing: it is not a single YAML mapping`, {
    source: { file },
    hint: 'Write the fields of spec.source that differ, such as kustomize.images.',
  });
}

/**
 * Argo CD decodes the result over the earlier source. A field that is left out keeps its value, also in items
 * of lists. So `null` removes nothing, except inside `valuesObject`.
 */
function readInto(before: unknown, after: unknown): unknown {
  if (Array.isArray(before) && Array.isArray(after))
    return after.map((item, index) => (index < before.length ? readInto(before[index], item) : item));
  if (!isRecord(before) || !isRecord(after)) return after;
  const { valuesObject } = after;
  const fields = Object.entries(after).map(([key, value]) => [key, readInto(before[key], value)] as const);
  return { ...before, ...Object.fromEntries(fields), ...(valuesObject === undefined ? {} : { valuesObject }) };
}

/** A merge patch of RFC 7396. */
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
