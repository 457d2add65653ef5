import { nothingFound } from '../revision/nothing-found.js';
import type { RevisionFiles } from '../revision/revision-files.js';
import type { Finding } from '../verdicts/finding.js';

/**
 * Whether there is anything to check. Of a folder that we wrote it may be that its last Argo Application just
 * left.
 */
export function checkFound(
  read: Pick<RevisionFiles, 'kustomized' | 'output' | 'resources' | 'tree'>,
): readonly Finding[] {
  const nothing = nothingFound(read);
  if (nothing === undefined) return [];
  const { message, hint, isOurs } = nothing;
  return [{ rule: 'nothing-found', level: isOurs ? 'warning' : 'error', message, file: read.output || '.', hint }];
}
