import { posix } from 'node:path';
import { findKustomizationFile, inputFinder } from '../engines/kustomize/build-inputs.js';
import { type Directive, describeDirective } from '../engines/kustomize/effects/directive.js';
import { type DirectiveEffect, explainEffects } from '../engines/kustomize/effects/explain-effects.js';
import type { Kustomize } from '../engines/kustomize/kustomize.js';
import { GitopsError } from '../errors.js';
import type { FileSet } from '../files/file-set.js';
import { describeIdentity } from '../manifest/identity.js';
import { isRecord } from '../manifest/kube-object.js';
import { parseYaml } from '../manifest/yaml.js';
import type { Finding } from './finding.js';

/**
 * Finds patches, images, replica counts and replacements without effect, and patches that bring a container by misspelling one: what kustomize keeps silent about.
 *
 * @param directories kustomizations that Argo Applications render; their bases are looked at too, each once
 */
export async function checkOverlays(kustomize: Kustomize, files: FileSet, directories: Iterable<string>): Promise<readonly Finding[]> {
  const roots = [...directoriesReached(files, directories)].sort();
  const explained = await Promise.all(roots.map((directory) => effectsOf(kustomize, files, directory)));
  const findings = new Map<string, Finding | undefined>();
  for (const effect of explained.flat()) {
    const key = `${effect.file}\0${effect.directive.field}\0${effect.directive.index ?? ''}`;
    // A component may be of use to one overlay only.
    const isUseful = findings.has(key) && findings.get(key) === undefined;
    findings.set(key, isUseful ? undefined : findingOf(effect, files));
  }
  return [...findings.values()].flatMap((finding) => finding ?? []);
}

/** What cannot be built is told by whoever renders it. */
async function effectsOf(kustomize: Kustomize, files: FileSet, directory: string): Promise<readonly DirectiveEffect[]> {
  try {
    return await explainEffects(kustomize, files, directory);
  } catch (error) {
    if (GitopsError.is(error)) return [];
    throw error;
  }
}

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

/** Components cannot be built by themselves: they are looked at where they are included. */
function isComponent(files: FileSet, path: string): boolean {
  try {
    return parseYaml(files.get(path) ?? '', path).some((document) => isRecord(document) && document['kind'] === 'Component');
  } catch {
    return true;
  }
}

const QUIET: ReadonlySet<string> = new Set(['labels', 'namespace', 'namePrefix', 'nameSuffix', 'commonLabels', 'commonAnnotations']);

function findingOf(effect: DirectiveEffect, files: FileSet): Finding | undefined {
  const { directive, file, changed, selects, required } = effect;
  const name = describeDirective(directive);
  const place = { file, line: lineOf(directive, files.get(file) ?? '') };
  if (changed.length === 0 && !required && !QUIET.has(directive.field)) {
    const message = selects === false ? `${name} selects no object` : `${name} changes nothing`;
    const hint = selects === false ? 'Correct the name or target, or remove it.' : 'Remove it: what it asks for is there already.';
    return { rule: 'dead-patch', level: 'warning', message, ...place, hint };
  }
  const misspelt = misspeltContainer(effect, name);
  return misspelt && { ...misspelt, ...place };
}

/** A container that a patch brings and that has no image cannot be meant: its name was to be that of another one. */
function misspeltContainer({ directive, changed }: DirectiveEffect, name: string): Finding | undefined {
  if (!directive.field.startsWith('patches')) return undefined;
  for (const { object, added, result } of changed) {
    const container = added.find((path) => /\.(?:initC|ephemeralC|c)ontainers\[name=[^\]]*\]$/.test(path) && !hasImage(result, path));
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
    if (name !== undefined) value = Array.isArray(value) ? value.find((item) => isRecord(item) && item['name'] === name) : undefined;
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
