import type { Kustomize } from '../../engines/kustomize/kustomize.js';
import { GitopsError, type SourceLocation } from '../../errors.js';
import type { FileSet } from '../../files/file-set.js';
import { sha256 } from '../../manifest/canonical.js';
import { firstDifference } from '../../manifest/first-difference.js';
import { describeObject, keyOf } from '../../manifest/identity.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import { toJson } from '../../manifest/to-json.js';

/** A claim: building this directory gives exactly these objects. */
export interface Proof {
  /** Of the overlay, for errors. */
  readonly name: string;
  readonly directory: string;
  /** Everything the build may read. */
  readonly files: FileSet;
  /** In order. */
  readonly expected: readonly KubeObject[];
  readonly constructPath?: string;
  readonly source?: SourceLocation;
}

const PROVED = 'proved';
const SHOWN = 80;

/**
 * Lets the real kustomize build every directory and compares its objects with the expected ones exactly:
 * values and their types, order of lists, order of objects. A proof that held once is not made again for the
 * same files, objects and engine.
 *
 * @returns one SYNTH_NOT_PROVED for each that does not hold, or the engine's error
 */
export async function proveOverlays(proofs: readonly Proof[], kustomize: Kustomize): Promise<GitopsError[]> {
  const digests = kustomize.digests(proofs);
  const keys = proofs.map(({ expected }, index) =>
    sha256(`${PROVED}\0${digests[index]}\0${toJson(expected)}`).slice('sha256:'.length),
  );
  const known = await Promise.all(keys.map((key) => kustomize.cache.get(key)));
  const open = proofs
    .map((proof, index) => ({ proof, key: keys[index] ?? '' }))
    .filter((_, index) => known[index] !== PROVED);
  const results = await kustomize.buildMany(open.map(({ proof }) => proof));
  const problems = await Promise.all(
    open.map(async ({ proof, key }, index) => {
      const built = results[index];
      if (built === undefined || GitopsError.is(built)) return inContext(proof, built);
      const mismatch = compare(proof.expected, built);
      if (mismatch === undefined) await kustomize.cache.set(key, PROVED);
      return mismatch === undefined ? undefined : notProved(proof, mismatch);
    }),
  );
  return problems.filter((problem) => problem !== undefined);
}

/** What differs first, in words; undefined when nothing does. */
function compare(expected: readonly KubeObject[], built: readonly KubeObject[]): string | undefined {
  const builtKeys = new Set(built.map(keyOf));
  const expectedKeys = new Set(expected.map(keyOf));
  const missing = expected.find((object) => !builtKeys.has(keyOf(object)));
  if (missing) return `${describeObject(missing)} is missing`;
  const surplus = built.find((object) => !expectedKeys.has(keyOf(object)));
  if (surplus) return `${describeObject(surplus)} should not be there`;
  if (expected.length !== built.length) return `${built.length} objects instead of ${expected.length}`;
  const displaced = expected.findIndex((object, index) => keyOf(object) !== keyOf(built[index] ?? object));
  if (displaced >= 0)
    return `object ${displaced + 1} is ${describeObject(built[displaced]!)} instead of ${describeObject(expected[displaced]!)}`;
  for (const [index, object] of expected.entries()) {
    const difference = firstDifference(object, built[index]);
    if (difference)
      return `'${difference.path}' of ${describeObject(object)} is ${show(difference.right)} instead of ${show(difference.left)}`;
  }
  return undefined;
}

function show(value: unknown): string {
  const text = value === undefined ? 'absent' : toJson(value);
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}

function notProved(proof: Proof, mismatch: string): GitopsError {
  return new GitopsError(
    'SYNTH_NOT_PROVED',
    `overlay '${proof.name}' is not what kustomize makes of '${proof.directory}': ${mismatch}`,
    {
      hint: 'Write the value in another way, such as a string; if it looks right, please report it.',
      constructPath: proof.constructPath,
      source: proof.source,
    },
  );
}

function inContext({ name, constructPath, source }: Proof, error: GitopsError | undefined): GitopsError {
  const cause = error ?? new GitopsError('ENGINE_FAILED', 'no answer');
  return cause.with(({ message }) => ({ message: `overlay '${name}': ${message}`, constructPath, source }));
}
