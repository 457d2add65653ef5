import { GitopsError } from '../../errors.js';
import type { GitRepository, TolerantReading } from '../../git/repository.js';
import type { SourceTree } from '../../render/source/source-context.js';
import type { RevisionOptions } from '../api/options.js';
import { growingTree, type ReadFiles } from '../sources/growing-tree.js';
import { isReadAtOnce } from '../sources/read-at-once.js';
import { missingManifests } from './missing-manifests.js';

/**
 * The files of a folder of the repository, at a commit or, for undefined, on disk. What cannot be read
 * matters where a source reads it; of an output folder that we wrote everything does.
 *
 * @throws GitopsError what GitRepository.readTree throws
 */
export async function readTree(
  git: GitRepository,
  folder: string,
  commit: string | undefined,
  { onNotice }: Pick<RevisionOptions, 'onNotice'>,
): Promise<SourceTree> {
  const unread: string[] = [];
  const first = await reading((tolerant) => {
    const options = { ...tolerant, onUnread: (path: string) => unread.push(path) };
    return commit === undefined ? git.readWorkingTree(folder, options) : git.readTree(commit, folder, options);
  });
  if (folder !== '' && first.files.below(`${folder}/.gitops`).size > 0)
    GitopsError.throwAll([...first.unreadable.values(), ...[...(first.links?.keys() ?? [])].map(linkInOutput)]);
  const missing = missingManifests(first);
  if (missing !== undefined) onNotice?.({ kind: 'missing-content', message: `${missing.message}: ${missing.hint}` });
  return growingTree(first, unread, (paths) => reading((tolerant) => git.readFiles(commit, paths, tolerant)));
}

async function reading(read: (tolerant: TolerantReading) => Promise<ReadFiles['files']>): Promise<ReadFiles> {
  const binaries = new Map<string, Uint8Array>();
  const unreadable = new Map<string, GitopsError>();
  const links = new Map<string, string>();
  const files = await read({
    onProblem: (path, problem) => unreadable.set(path, problem),
    onBinary: (path, content) => binaries.set(path, content),
    onLink: (path, target) => links.set(path, target),
    wants: isReadAtOnce,
  });
  return { files, binaries, unreadable, links };
}

/** Nothing that synth writes is a link. */
function linkInOutput(path: string): GitopsError {
  return new GitopsError('GIT_UNSUPPORTED_FILE', `'${path}' is a symbolic link`, {
    hint: 'Replace the link by the file: synth owns this folder and writes no links.',
    source: { file: path },
  });
}
