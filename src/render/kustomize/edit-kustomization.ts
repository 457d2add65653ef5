import { posix } from 'node:path';
import { findKustomizationFile } from '../../engines/kustomize/build-inputs.js';
import { GitopsError } from '../../errors.js';
import { FileSet } from '../../files/file-set.js';
import { trimEndOf } from '../../host/trim-end-of.js';
import { isRecord } from '../../manifest/kube-object.js';
import { anyText } from '../../manifest/untyped.js';
import { parseYaml, toYaml } from '../../manifest/yaml.js';
import { missingPath, type SourceContext, unsupportedSource } from '../source/source-context.js';
import { substitute } from '../source/substitute.js';
import { setImages } from './kustomize-images.js';

type Fields = Readonly<Record<string, unknown>>;

/**
 * Writes the kustomize options of an Argo Application into its kustomization file, as Argo CD does with
 * `kustomize edit` before it builds. Returns all files of the source, with that file changed. Pure.
 *
 * @throws GitopsError RENDER_UNSUPPORTED, RENDER_INVALID_APPLICATION, RENDER_PATH_MISSING,
 * MANIFEST_INVALID_YAML
 */
export function editKustomization(context: SourceContext): FileSet {
  const { source, tree, path } = context;
  const options: Fields = source.kustomize ?? {};
  if (options['version'])
    throw unsupportedSource(
      context,
      `spec.source.kustomize.version '${anyText(options['version'])}'`,
      'Remove it: one version of kustomize is built in.',
    );
  const file = findKustomizationFile(tree.files, path === '' ? '.' : path);
  if (file === undefined) throw missingPath(context, `'${path}' as a kustomization`, 'spec.source');
  const given = [...EDITS].filter(([key]) => isNotEmpty(options[key]));
  if (given.length === 0) return tree.files;
  const [first] = parseYaml(tree.files.get(file) ?? '', file, 'last');
  const parsed = first ?? {};
  // Argo CD appends patches to the parsed file itself. An empty file then fails, unless an earlier edit by
  // `kustomize edit` has written it.
  const takesPatches = isRecord(first) && (first['patches'] === undefined || Array.isArray(first['patches']));
  if (given[0]?.[0] === 'patches' && !takesPatches)
    throw invalidError(context, `patches cannot be added to '${file}', which is empty or has no list of patches`);
  if (!isRecord(parsed)) throw invalidError(context, `'${file}' is not a kustomization`);
  const edited = given.reduce((before: Fields, [, edit]) => edit(before, options, context), parsed);
  return tree.files.with(FileSet.of([[file, toYaml(edited)]]));
}

type Edit = (kustomization: Fields, options: Fields, context: SourceContext) => Fields;

/** The edits in Argo CD's order. The order counts, because an edit reads what earlier edits have written. */
const EDITS: ReadonlyMap<string, Edit> = new Map<string, Edit>([
  ['namePrefix', (before, { namePrefix }) => ({ ...before, namePrefix })],
  ['nameSuffix', (before, { nameSuffix }) => ({ ...before, nameSuffix })],
  [
    'images',
    (before, { images }, context) => ({
      ...before,
      images: setImages(
        records(before['images']),
        list(images).map((image) => substitute(anyText(image), context)),
        (image) => invalidError(context, `'${image}' is not an image`),
      ),
    }),
  ],
  ['replicas', setReplicas],
  ['commonLabels', addLabels],
  ['commonAnnotations', addAnnotations],
  ['namespace', (before, { namespace }) => ({ ...before, namespace })],
  ['patches', (before, { patches }) => ({ ...before, patches: [...list(before['patches']), ...list(patches)] })],
  ['components', addComponents],
]);

function setReplicas(before: Fields, { replicas }: Fields, context: SourceContext): Fields {
  const given = records(replicas).map(({ name, count }) => {
    if (!/^[-+]?\d+$/.test(anyText(count)))
      throw invalidError(context, `'${anyText(count)}' is not a number of replicas`);
    return { name: anyText(name), count: Number(count) };
  });
  const names = new Set(given.map(({ name }) => name));
  const byName = new Map(
    [...records(before['replicas']).filter(({ name }) => !names.has(anyText(name))), ...given].map((one) => [
      anyText(one['name']),
      one,
    ]),
  );
  return { ...before, replicas: [...byName].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, one]) => one) };
}

function addLabels(before: Fields, options: Fields, context: SourceContext): Fields {
  const pairs = Object.fromEntries(
    entries(options['commonLabels']).map(([key, value]) => [key, substitute(value, context)]),
  );
  const force = options['forceCommonLabels'] === true;
  if (options['labelWithoutSelector'] !== true && options['labelIncludeTemplates'] === true)
    throw invalidError(context, 'labelIncludeTemplates needs labelWithoutSelector');
  if (options['labelWithoutSelector'] !== true)
    return { ...before, commonLabels: addPairs(before['commonLabels'], pairs, force, context) };
  const includeTemplates = options['labelIncludeTemplates'] === true;
  const labels = records(before['labels']);
  const at = labels.findIndex(
    (label) => label['includeSelectors'] !== true && (label['includeTemplates'] === true) === includeTemplates,
  );
  const pairsBefore = labels[at]?.['pairs'] ?? undefined;
  // These edits come before the labels, and `kustomize edit` then writes the file without empty mappings.
  const isRewritten = ['namePrefix', 'nameSuffix', 'images', 'replicas'].some((field) => isNotEmpty(options[field]));
  if (at >= 0 && (isRewritten ? !isNotEmpty(pairsBefore) : pairsBefore === undefined))
    throw invalidError(context, 'the kustomization has labels without pairs, on which kustomize edit fails');
  const added = { pairs: addPairs(labels[at]?.['pairs'], pairs, force, context) };
  return {
    ...before,
    labels:
      at < 0
        ? [...labels, { includeSelectors: false, includeTemplates, ...added }]
        : labels.map((label, index) => (index === at ? { ...label, ...added } : label)),
  };
}

function addAnnotations(before: Fields, options: Fields, context: SourceContext): Fields {
  const replace = options['commonAnnotationsEnvsubst'] === true;
  const pairs = Object.fromEntries(
    entries(options['commonAnnotations']).map(([key, value]) => [key, replace ? substitute(value, context) : value]),
  );
  return {
    ...before,
    commonAnnotations: addPairs(
      before['commonAnnotations'],
      pairs,
      options['forceCommonAnnotations'] === true,
      context,
    ),
  };
}

function addPairs(
  before: unknown,
  added: Readonly<Record<string, string>>,
  force: boolean,
  context: SourceContext,
): Fields {
  const known = isRecord(before) ? before : {};
  const duplicate = force ? undefined : Object.keys(added).find((key) => Object.hasOwn(known, key));
  if (duplicate !== undefined) throw invalidError(context, `'${duplicate}' is already in the kustomization`);
  return { ...known, ...added };
}

function addComponents(before: Fields, options: Fields, context: SourceContext): Fields {
  const known = list(before['components']).map(String);
  const { files } = context.tree;
  const exists = (component: string) => {
    const path = trimEndOf(posix.join(context.path, component), '/');
    return files.has(path) || files.below(path).size > 0;
  };
  const given = list(options['components']).map(String);
  const absent = given.find((component) => !exists(component));
  if (absent !== undefined && options['ignoreMissingComponents'] !== true) {
    throw missingPath(context, `the component '${absent}'`, 'spec.source.kustomize.components');
  }
  return { ...before, components: [...new Set([...known, ...given.filter(exists)])] };
}

function invalidError({ application, file }: SourceContext, why: string): GitopsError {
  return new GitopsError(
    'RENDER_INVALID_APPLICATION',
    `the kustomize options of Argo Application '${application.metadata.name}' do not fit: ${why}`,
    {
      source: { file },
      hint: 'Correct spec.source.kustomize.',
    },
  );
}

/** False for the empty values of Go: false, 0, an empty text, list or mapping. */
function isNotEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null ? Object.keys(value).length > 0 : Boolean(value);
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function records(value: unknown): readonly Fields[] {
  return list(value).filter(isRecord);
}

function entries(value: unknown): readonly (readonly [string, string])[] {
  return isRecord(value) ? Object.entries(value).map(([key, text]) => [key, anyText(text)] as const) : [];
}
