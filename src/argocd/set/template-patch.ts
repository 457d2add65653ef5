import { GitopsError } from '../../errors.js';
import { isRecord } from '../../manifest/kube-object.js';
import { parseYaml } from '../../manifest/yaml.js';
import { invalidSet } from './generators/invalid-set.js';

type Fields = Readonly<Record<string, unknown>>;

/** The only list of an Argo Application to which a patch adds items. */
const MERGED_LIST = 'metadata.finalizers';
/** Argo CD's types have no content of this field, so that nothing inside of it can be merged. */
const OPAQUE = /(^|\.)valuesObject$/;

/**
 * Merges a rendered `templatePatch` into an Argo Application, as Argo CD's strategic merge does: mappings are
 * merged, null deletes, lists are replaced. The project cannot change.
 *
 * @throws GitopsError ARGOCD_INVALID_APPLICATIONSET, MANIFEST_INVALID_YAML
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/Template/#template-patch
 */
export function applyTemplatePatch(application: Fields, patch: string): Fields {
  const [first = {}] = readPatch(patch);
  if (!isRecord(first)) {
    throw invalidSet(`the templatePatch renders to '${excerpt(patch)}', which is not a mapping`, {
      hint: 'Render a part of an Application: { spec: … }.',
    });
  }
  const patched = merge(application, first, '');
  const spec = isRecord(patched['spec']) ? patched['spec'] : {};
  const project = isRecord(application['spec']) ? application['spec']['project'] : undefined;
  return { ...patched, spec: { ...spec, project } };
}

/** The rendered text is in no file, so that the error shows it. */
function readPatch(patch: string): readonly unknown[] {
  try {
    return parseYaml(patch, 'templatePatch', 'last');
  } catch (error) {
    if (!GitopsError.is(error)) throw error;
    const line = error.source?.line;
    // The line of the fault, with the lines around it.
    const shown =
      line === undefined
        ? patch
        : patch
            .split('\n')
            .slice(Math.max(0, line - 3), line + 1)
            .join('\n');
    const place = line === undefined ? '' : ` at its line ${line}`;
    throw invalidSet(`the templatePatch renders to text that is not YAML${place}:\n${shown}`, {
      cause: error,
      hint: 'Correct the indentation and the quotes of the templatePatch: the text is as it was rendered.',
      source: { file: 'templatePatch' },
    });
  }
}

function merge(before: Fields, patch: Fields, path: string): Fields {
  const { $patch: directive, ...fields } = patch;
  if (directive === 'replace') return withoutNull(fields);
  if (directive === 'delete') return {};
  const known = Object.keys(patch).find((key) => key.startsWith('$') && !(key === '$patch' && directive === 'merge'));
  if (known !== undefined)
    throw invalidSet(`the templatePatch has '${known}', which is not supported`, {
      hint: 'Write the fields with their new values.',
    });
  const result: Record<string, unknown> = { ...before };
  for (const [key, value] of Object.entries(fields)) {
    const at = path === '' ? key : `${path}.${key}`;
    if (value === null) delete result[key];
    else result[key] = mergeValue(result[key], value, at);
  }
  return result;
}

function mergeValue(before: unknown, value: unknown, path: string): unknown {
  if (isRecord(value)) {
    if (!isRecord(before)) return withoutNull(value);
    return OPAQUE.test(path) ? mergeOpaque(before, value, path) : merge(before, value, path);
  }
  if (path === MERGED_LIST && Array.isArray(before) && Array.isArray(value))
    return [...new Set([...(before as unknown[]), ...(value as unknown[])])];
  return value;
}

function mergeOpaque(before: Fields, value: Fields, path: string): Fields {
  const both = Object.entries(value).find(
    ([key, item]) => typeof item === 'object' && item !== null && sameKind(item, before[key]),
  );
  if (both !== undefined) {
    throw invalidSet(
      `the templatePatch changes '${path}.${both[0]}', which the template has too: Argo CD cannot merge it`,
      {
        hint: 'Write valuesObject in the template or in the patch, not in both.',
      },
    );
  }
  return merge(before, value, path);
}

function sameKind(left: unknown, right: unknown): boolean {
  return Array.isArray(left) ? Array.isArray(right) : isRecord(right);
}

/** Removes null values: a mapping that the patch adds has no fields that null could delete. */
function withoutNull(value: Fields): Fields {
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) =>
      item === null ? [] : [[key, isRecord(item) ? withoutNull(item) : item] as const],
    ),
  );
}

function excerpt(text: string): string {
  const line = text.trim().split('\n')[0] ?? '';
  return line.length > 60 ? `${line.slice(0, 60)}…` : line;
}
