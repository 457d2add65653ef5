import { GitopsError } from '../errors.js';
import { sha256 } from '../manifest/canonical.js';
import { describeShapeProblem } from '../manifest/describe-shape-problem.js';
import { isRecord } from '../manifest/kube-object.js';
import { integer, map, object, readShape, textThat } from '../manifest/shape.js';
import { assertSafePath } from './file-set.js';
import type { OwnershipUnit } from './ownership.js';

/** Folder of the ownership manifests inside the output folder; only synth writes there. */
export const OWNERSHIP_FOLDER = '.gitops';

const VERSION = 1;
const SHAPE = object(
  { version: integer, files: map(textThat('is not a sha256 hash', (value) => /^sha256:[0-9a-f]{64}$/.test(value))) },
  ['version', 'files'],
);

/** `"path":`, `"sha256:…"`, or both. */
const LINE = /^(?:("(?:[^"\\]|\\.)+"):)?\s*(?:"(sha256:[0-9a-f]{64})",?)?$/;

/** What a manifest on disk says. */
export interface OwnershipRecord {
  /**
   * Owned path → the contents it may have, one in a healthy manifest, one of each side in a manifest with
   * merge conflicts.
   */
  readonly hashes: ReadonlyMap<string, ReadonlySet<string>>;
  /** Not valid JSON: merge conflicts, or damaged. What could be read is in `hashes`. */
  readonly damaged: boolean;
}

export function ownershipManifestPath(unit: string): string {
  return `${OWNERSHIP_FOLDER}/${unit}.json`;
}

/** Whether a path is where manifests are; paths of units must not be. */
export function isOwnershipPath(path: string): boolean {
  return path.toLowerCase().startsWith(`${OWNERSHIP_FOLDER}/`) || path.toLowerCase() === OWNERSHIP_FOLDER;
}

/** The bytes of a unit's manifest. */
export function writeOwnershipManifest(unit: OwnershipUnit): string {
  return formatOwnership(new Map(unit.files.entries().map(([path, content]) => [path, sha256(content)])));
}

/**
 * A manifest with these hashes by path: sorted, each hash on a line of its own between two paths, so that Git
 * merges changes of neighbours.
 */
export function formatOwnership(hashes: ReadonlyMap<string, string>): string {
  const files = Object.fromEntries([...hashes].sort(([left], [right]) => (left < right ? -1 : 1)));
  const text = JSON.stringify({ version: VERSION, files }, undefined, 2);
  return `${text.replace(/: ("sha256:[0-9a-f]{64}",?)$/gm, ':\n      $1')}\n`;
}

/**
 * Reads a manifest, also one with merge conflicts: there every side counts, because each was written by a
 * synth. Undefined for JSON that is not an ownership manifest.
 *
 * @throws GitopsError FILES_INVALID_OWNERSHIP for a newer version, for one that was edited to something else,
 * and for paths outside the output folder
 */
export function readOwnershipManifest(path: string, text: string): OwnershipRecord | undefined {
  const parsed = parseJson(text);
  if (parsed === undefined) return { hashes: collect(path, salvage(text)), damaged: true };
  if (!isRecord(parsed) || !isRecord(parsed['files']) || typeof parsed['version'] !== 'number') return undefined;
  if (parsed['version'] > VERSION) {
    throw invalidError(
      path,
      `was written by a newer version of this tool (version ${parsed['version']})`,
      'Update cdk8s-gitops.',
    );
  }
  const { value, problems } = readShape(parsed, SHAPE, { nulls: 'wrong', unknownField: 'is not known here' });
  if (!value) throw invalidError(path, `cannot be used: ${describeShapeProblem(problems[0])}`, RESTORE);
  return { hashes: collect(path, Object.entries(value.files)), damaged: false };
}

const RESTORE = 'Restore the manifest from Git, or delete it and run gitops synth --overwrite.';

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Each hash with the path before it, whatever is between them: one path may have a hash of each side. */
function salvage(text: string): [string, string][] {
  const found: [string, string][] = [];
  let path: unknown;
  for (const line of text.split('\n')) {
    const [, file, hash] = LINE.exec(line.trim()) ?? [];
    if (file !== undefined) path = parseJson(file);
    if (hash !== undefined && typeof path === 'string') found.push([path, hash]);
  }
  return found;
}

function collect(path: string, pairs: readonly (readonly [string, string])[]): Map<string, Set<string>> {
  const hashes = new Map<string, Set<string>>();
  for (const [file, hash] of pairs) {
    assertOwnable(path, file);
    hashes.set(file, (hashes.get(file) ?? new Set()).add(hash));
  }
  return hashes;
}

/** A manifest is data from Git: it must not make synth delete anything elsewhere. */
function assertOwnable(path: string, file: string): void {
  try {
    assertSafePath(file);
  } catch (cause) {
    throw invalidError(path, `lists '${file}', which is outside the output folder`, RESTORE, cause);
  }
  if (isOwnershipPath(file)) throw invalidError(path, `lists '${file}', which is a manifest itself`, RESTORE);
}

function invalidError(path: string, why: string, hint: string, cause?: unknown): GitopsError {
  return new GitopsError('FILES_INVALID_OWNERSHIP', `ownership manifest '${path}' ${why}`, {
    hint,
    source: { file: path },
    cause,
  });
}
