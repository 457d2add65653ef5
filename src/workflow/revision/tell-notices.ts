import { FileSet } from '../../files/file-set.js';
import type { GitRepository } from '../../git/repository.js';
import type { ArgoResources } from '../../render/resources/argo-resources.js';
import { unreadFolders } from '../../render/resources/unread-folders.js';
import type { RevisionOptions } from '../api/options.js';
import { lookAlikes } from './look-alikes.js';
import { nothingFound } from './nothing-found.js';
import { ownIdentities } from './own-repository.js';
import type { RevisionFiles } from './revision-files.js';
import { sourcesOfSet } from './sources-of-sets.js';
import { tellKustomized } from './tell-kustomized.js';
import { tellLookAlikes } from './tell-look-alikes.js';
import { tellUnread } from './tell-unread.js';

/**
 * Says what may be meant and was not read: folders that are built into Argo CD resources, and other URLs of
 * the repository.
 *
 * @param read with what was made of its resources
 */
export async function tellNotices(
  git: GitRepository,
  read: RevisionFiles,
  options: RevisionOptions & { readonly mayBeEmpty?: boolean },
): Promise<void> {
  const { resources, folder, isOwn, kustomized } = read;
  const isAll = options.mayBeEmpty && options.roots === undefined && folder === '';
  if (isAll && nothingFound(read) === undefined)
    tellUnread(unreadFolders(outsideOfOurs(read), resources, isOwn, kustomized?.files), options);
  if (kustomized !== undefined) tellKustomized(kustomized, options);
  tellLookAlikes(lookAlikes(namedIn(resources), isOwn, await ownIdentities(git, options)), options);
}

function namedIn({ applications, roots, applicationSets }: ArgoResources): Parameters<typeof lookAlikes>[0] {
  return [
    ...[...applications, ...roots].map(({ resource }) => resource),
    ...applicationSets.flatMap(({ resource }) => sourcesOfSet(resource)),
  ];
}

/** The files where resources were looked for and that synth did not write. */
function outsideOfOurs({ tree: { files }, output, beside }: RevisionFiles): FileSet {
  if (output === '') return files;
  const isIn = ([path]: readonly [string, string]) => path.startsWith(`${output}/`);
  if (files.below(`${output}/.gitops`).size > 0) return FileSet.of(files.entries().filter((entry) => !isIn(entry)));
  return beside ? files : FileSet.of(files.entries().filter(isIn));
}
