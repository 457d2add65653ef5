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

/** The bytes of a unit's manifest: sorted, one line per file, so that Git merges what does not touch. */
export function writeOwnershipManifest(unit: OwnershipUnit): string {
  return ownershipManifestText(unit.files.entries().map(([path, content]) => [path, sha256(content)]));
}

/** The bytes of a manifest with these paths and hashes, in this order. */
export function ownershipManifestText(hashes: Iterable<readonly [path: string, hash: string]>): string {
  return `${JSON.stringify({ version: VERSION, files: Object.fromEntries(hashes) }, undefined, 2)}\n`;
}

/**
 * Reads a manifest, also one with merge conflicts: there every side counts, because each was written by a
 * synth. Undefined for JSON that is no ownership manifest.
 *
 * @throws GitopsError FILES_INVALID_OWNERSHIP for a newer version, for one that was edited to something else,
 * and for paths outside the output folder
 */
export function readOwnershipManifest(path: string, text: string): OwnershipRecord | undefined {
  const parsed = parseJson(text);
  if (parsed === undefined) return { hashes: collect(path, salvage(text)), damaged: true };
  if (!isRecord(parsed) || !isRecord(parsed['files']) || typeof parsed['version'] !== 'number') return undefined;
  if (parsed['version'] > VERSION) {
    throw invalid(
      path,
      `was written by a newer version of this tool (version ${parsed['version']})`,
      'Update cdk8s-gitops.',
    );
  }
  const { value, problems } = readShape(parsed, SHAPE, { nulls: 'wrong', unknownField: 'is not known here' });
  if (!value) throw invalid(path, `cannot be used: ${describeShapeProblem(problems[0])}`, RESTORE);
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

/** All lines `"path": "sha256:…"`, whatever stands between them. */
function salvage(text: string): [string, string][] {
  return [...text.matchAll(/^\s*("(?:[^"\\\n]|\\.)+"):\s*"(sha256:[0-9a-f]{64})",?\s*$/gm)].flatMap(
    ([, file, hash]) => {
      const name = parseJson(file!);
      return typeof name === 'string' ? [[name, hash!]] : [];
    },
  );
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
    throw invalid(path, `lists '${file}', which is outside the output folder`, RESTORE, cause);
  }
  if (isOwnershipPath(file)) throw invalid(path, `lists '${file}', which is a manifest itself`, RESTORE);
}

function invalid(path: string, why: string, hint: string, cause?: unknown): GitopsError {
  return new GitopsError('FILES_INVALID_OWNERSHIP', `ownership manifest '${path}' ${why}`, {
    hint,
    source: { file: path },
    cause,
  });
}
