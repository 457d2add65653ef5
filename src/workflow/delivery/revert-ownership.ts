import type { FileSet } from '../../files/file-set.js';
import { formatOwnership, OWNERSHIP_FOLDER, readOwnershipManifest } from '../../files/ownership-manifest.js';
import { sha256 } from '../../manifest/canonical.js';

/**
 * The ownership manifests that go with files as they were: without them synth would take the files for edited
 * by hand. Pure.
 *
 * @param changes contents by path, undefined for what goes
 * @returns the manifests that change, by path
 */
export function revertOwnership(
  head: FileSet,
  past: FileSet,
  output: string,
  changes: ReadonlyMap<string, string | Uint8Array | undefined>,
): ReadonlyMap<string, string | undefined> {
  const folder = output === '' ? OWNERSHIP_FOLDER : `${output}/${OWNERSHIP_FOLDER}`;
  const manifests = [...new Set([head, past].flatMap((tree) => tree.below(folder).paths()))].filter((name) =>
    name.endsWith('.json'),
  );
  return new Map(
    manifests.flatMap((name) => {
      const path = `${folder}/${name}`;
      const now = hashesOf(path, head.get(path));
      const then = hashesOf(path, past.get(path));
      const next = new Map(now);
      for (const [changed, content] of changes) {
        const own = output === '' ? changed : changed.slice(output.length + 1);
        if (!changed.startsWith(output) || (!now.has(own) && !then.has(own))) continue;
        if (typeof content === 'string' && then.has(own)) next.set(own, sha256(content));
        else next.delete(own);
      }
      const text = next.size === 0 ? undefined : formatOwnership(next);
      return text === head.get(path) || (now.size === 0 && next.size === 0) ? [] : [[path, text] as const];
    }),
  );
}

/** One with merge conflicts, or that is not a manifest, says nothing for certain. */
function hashesOf(path: string, text: string | undefined): ReadonlyMap<string, string> {
  const record = text === undefined ? undefined : readOwnershipManifest(path, text);
  if (record === undefined || record.damaged) return new Map();
  return new Map([...record.hashes].flatMap(([file, hashes]) => [...hashes].map((hash) => [file, hash] as const)));
}
