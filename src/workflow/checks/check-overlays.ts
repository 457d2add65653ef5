import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { findKustomizationFile, inputFinder } from '../../engines/kustomize/build-inputs.js';
import { type Directive, describeDirective } from '../../engines/kustomize/effects/directive.js';
import { directivesIn, type PlacedDirective } from '../../engines/kustomize/effects/directives-in.js';
import { type DirectiveEffect, explainEffects } from '../../engines/kustomize/effects/explain-effects.js';
import { isComponent } from '../../engines/kustomize/is-component.js';
import type { BuildRequest, Kustomize } from '../../engines/kustomize/kustomize.js';
import { GitopsError } from '../../errors.js';
import type { FileSet } from '../../files/file-set.js';
import { describeIdentity } from '../../manifest/identity.js';
import { isRecord } from '../../manifest/kube-object.js';
import { parseYaml } from '../../manifest/yaml.js';
import type { Finding } from '../verdicts/finding.js';

/**
 * Finds patches, images, replica counts and replacements without effect, and patches that bring a container
 * by misspelling one: what kustomize keeps silent about.
 *
 * @param directories kustomizations that Argo Applications render; their bases are looked at too, each once
 * @param fetchBases gives the files of a directory with what its kustomizations name elsewhere, of which
 * nothing is judged. Default: nothing is fetched
 */
export async function checkOverlays(
  kustomize: Kustomize,
  files: FileSet,
  directories: Iterable<string>,
  fetchBases: (directory: string) => Promise<FileSet> = async () => files,
): Promise<readonly Finding[]> {
  const roots = [...directoriesReached(files, directories)].sort();
  const whole = await Promise.all(roots.map((directory) => fetchBases(directory).catch(ignoreFetchError)));
  const requests = roots.flatMap((directory, at) => (whole[at] === undefined ? [] : [{ directory, files: whole[at] }]));
  const digests = kustomize.digests(requests);
  const findings = new Map<string, Finding | undefined>();
  // A component may be of use to one overlay only.
  const isUseful = (key: string) => findings.has(key) && findings.get(key) === undefined;
  const ask = async (keys: readonly (readonly string[])[]): Promise<void> => {
    const judgements = await Promise.all(
      requests.map((request, at) =>
        remembered(kustomize, [digests[at] ?? '', ...(keys[at] ?? [])], () =>
          judge(kustomize, files, request, new Set(keys[at])),
        ),
      ),
    );
    for (const { directive, finding } of judgements.flat())
      findings.set(directive, isUseful(directive) ? undefined : finding);
  };
  const all = requests.map((request) => keysOf(request));
  const first = claimed(all);
  await ask(first);
  await ask(all.map((keys, at) => keys.filter((key) => !first[at]?.includes(key) && !isUseful(key))));
  return [...findings.values()].flatMap((finding) => finding ?? []);
}

/** The directives of a directory that may be dead. An error of reading is dropped here, because
 * rendering reports it. */
function keysOf({ files, directory }: BuildRequest): readonly string[] {
  try {
    return directivesIn(files, directory).filter(mayBeDead).map(keyOf);
  } catch (error) {
    ignoreFetchError(error);
    return [];
  }
}

/** Each key where it is first: that a component is of use in one directory settles it for all. */
function claimed(all: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const known = new Set<string>();
  return all.map((keys) => {
    const own = keys.filter((key) => !known.has(key));
    for (const key of own) known.add(key);
    return own;
  });
}

/** Names a directive by its file, field and position. */
function keyOf({ file, directive }: Pick<PlacedDirective, 'file' | 'directive'>): string {
  return `${file}\0${directive.field}\0${directive.index ?? ''}`;
}

/** An error of fetching is dropped here, because rendering reports it. */
function ignoreFetchError(error: unknown): undefined {
  if (!GitopsError.is(error)) throw error;
}

/** What there is to say of one directive. */
interface Judgement {
  /** Its key. */
  readonly directive: string;
  readonly finding?: Finding;
}

/** Raised when judgements of the same files change. */
const JUDGEMENTS = '3';

/**
 * Each directive needs a build. The findings for the files of a directory are therefore cached next to its
 * results.
 */
async function remembered(
  { cache }: Kustomize,
  [digest, ...keys]: readonly string[],
  work: () => Promise<readonly Judgement[] | undefined>,
): Promise<readonly Judgement[]> {
  if (keys.length === 0) return [];
  const key = createHash('sha256')
    .update(['overlays', JUDGEMENTS, digest, ...keys].join('\0'))
    .digest('hex');
  const known = await cache.get(key);
  // the cache gives back what was written, or nothing
  if (known !== undefined) return JSON.parse(known) as readonly Judgement[];
  const found = await work();
  if (found !== undefined) await cache.set(key, JSON.stringify(found));
  return found ?? [];
}

/** Undefined when the findings are not known this time. */
async function judge(
  kustomize: Kustomize,
  files: FileSet,
  request: BuildRequest,
  keys: ReadonlySet<string>,
): Promise<readonly Judgement[] | undefined> {
  const effects = await effectsOf(kustomize, request, keys);
  return effects?.flatMap((effect) => {
    if (!files.has(effect.file)) return [];
    const finding = findingOf(effect, files);
    return [{ directive: keyOf(effect), finding }];
  });
}

async function effectsOf(
  kustomize: Kustomize,
  { files, directory }: BuildRequest,
  keys: ReadonlySet<string>,
): Promise<readonly DirectiveEffect[] | undefined> {
  try {
    return await explainEffects(kustomize, files, directory, (placed) => keys.has(keyOf(placed)));
  } catch (error) {
    if (!GitopsError.is(error)) throw error;
    return LASTING.has(error.code) ? [] : undefined;
  }
}

/** Errors of builds that fail again with the same files. Rendering reports them. */
const LASTING: ReadonlySet<string> = new Set([
  'ENGINE_KUSTOMIZE_FAILED',
  'MANIFEST_INVALID_YAML',
  'RENDER_UNSUPPORTED',
]);

function directoriesReached(files: FileSet, directories: Iterable<string>): ReadonlySet<string> {
  const find = inputFinder(files);
  const reached = new Set<string>();
  for (const directory of directories) {
    if (findKustomizationFile(files, directory) === undefined) continue;
    reached.add(posix.normalize(directory));
    for (const path of find(directory).paths) {
      const folder = posix.dirname(path);
      if (findKustomizationFile(files, folder) === path && !isComponent(files, path)) reached.add(folder);
    }
  }
  return reached;
}

const QUIET: ReadonlySet<string> = new Set([
  'labels',
  'namespace',
  'namePrefix',
  'nameSuffix',
  'commonLabels',
  'commonAnnotations',
]);

/** True for a directive that is reported when it has no effect. */
function mayBeDead({ directive }: PlacedDirective): boolean {
  return !QUIET.has(directive.field) && !onlyTests(directive);
}

/** A JSON patch that is to fail where an object is not as expected. */
function onlyTests({ value }: Directive): boolean {
  const patch = isRecord(value) ? value['patch'] : undefined;
  if (typeof patch !== 'string') return false;
  try {
    const operations = parseYaml(patch, 'patch').flat();
    return operations.length > 0 && operations.every((one) => isRecord(one) && one['op'] === 'test');
  } catch {
    // kustomize itself reports it.
    return false;
  }
}

function findingOf(effect: DirectiveEffect, files: FileSet): Finding | undefined {
  const { directive, file, changed, selects, required } = effect;
  const name = describeDirective(directive);
  const place = { file, line: lineOf(directive, files.get(file) ?? '') };
  if (changed.length === 0 && !required) {
    const message = selects === false ? `${name} selects no object` : `${name} changes nothing`;
    const hint =
      selects === false ? 'Correct the name or target, or remove it.' : 'Remove it: what it asks for is there already.';
    return { rule: 'dead-patch', level: 'warning', message, ...place, hint };
  }
  const misspelt = misspeltContainer(effect, name);
  return misspelt && { ...misspelt, ...place };
}

/**
 * A container that a patch brings and that has no image cannot be meant: its name was to be that of another
 * one.
 */
function misspeltContainer({ directive, changed }: DirectiveEffect, name: string): Finding | undefined {
  if (!directive.field.startsWith('patches')) return undefined;
  for (const { object, added, result } of changed) {
    const container = added.find(
      (path) => /\.(?:initC|ephemeralC|c)ontainers\[name=[^[\]]*\]$/.test(path) && !hasImage(result, path),
    );
    if (container === undefined) continue;
    return {
      rule: 'patch-adds-container',
      level: 'warning',
      message: `${name} adds '${container}' to ${describeIdentity(object)}, and gives it no image`,
      object: describeIdentity(object),
      hint: 'Correct the name to that of the container that was meant.',
    };
  }
  return undefined;
}

function hasImage(object: unknown, path: string): boolean {
  let value = object;
  for (const [, field = '', name] of path.matchAll(/([^.[\]]+)(?:\[name=([^\]]*)\])?/g)) {
    value = isRecord(value) ? value[field] : undefined;
    if (name !== undefined)
      value = Array.isArray(value) ? value.find((item) => isRecord(item) && item['name'] === name) : undefined;
  }
  return isRecord(value) && typeof value['image'] === 'string' && value['image'] !== '';
}

/** The line of a list item as people write it, or of its field. */
function lineOf({ field, index = 0 }: Directive, text: string): number {
  const lines = text.split('\n');
  const start = Math.max(
    0,
    lines.findIndex((line) => line.startsWith(`${field}:`)),
  );
  const indent = /^(\s*)-/.exec(lines[start + 1] ?? '')?.[1];
  if (indent === undefined) return start + 1;
  const items = lines.flatMap((line, at) => (at > start && line.startsWith(`${indent}-`) ? [at] : []));
  return (items[index] ?? start) + 1;
}
