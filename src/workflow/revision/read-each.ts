import type { GitRepository } from '../../git/repository.js';
import { type ReadOptions, readRevision } from './read-revision.js';
import type { RevisionFiles } from './revision-files.js';

/** Warnings that are reported once for the whole revision. */
const TOLD: ReadonlySet<string> = new Set(['app-of-apps', 'unread-folder']);

/**
 * The revision, and after it each overlay that is the root of an Argo CD of its own.
 *
 * @throws GitopsError what `readRevision` throws
 */
export async function readEach(
  git: GitRepository,
  options: ReadOptions,
): Promise<readonly [RevisionFiles, ...RevisionFiles[]]> {
  const read = await readRevision(git, options);
  const onNotice: ReadOptions['onNotice'] = (notice) => TOLD.has(notice.kind) || options.onNotice?.(notice);
  const each: [RevisionFiles, ...RevisionFiles[]] = [read];
  // One after the other: each may need much memory.
  for (const outputDir of read.kustomized?.overlays ?? []) {
    const overlay = { ...options, outputDir, whole: false, beside: false, at: read.revision, onNotice };
    each.push(await readOverlay(git, overlay, read.resources));
  }
  return each;
}

/**
 * An overlay with what the other files have. One that brings cluster Secrets itself has no others: those
 * elsewhere are of another Argo CD.
 */
async function readOverlay(
  git: GitRepository,
  options: ReadOptions,
  elsewhere: RevisionFiles['resources'],
): Promise<RevisionFiles> {
  const alone = await readRevision(git, { ...options, elsewhere: { ...elsewhere, clusters: [], clusterSecrets: [] } });
  const needsClusters = alone.resources.clusterSecrets.length === 0 && elsewhere.clusterSecrets.length > 0;
  return needsClusters ? readRevision(git, { ...options, elsewhere }) : alone;
}
