import { existsSync, realpathSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { GitopsError } from '../../errors.js';
import type { FileSet } from '../../files/file-set.js';
import { openRepository } from '../../git/open-repository.js';
import type { GitRepository } from '../../git/repository.js';

/** Where synth writes. */
export interface OutputPlace {
  /** The folder that relative paths of the user start at. */
  readonly directory: string;
  /**
   * Real path of the top of the Git repository, or of the folder above the output where that is elsewhere.
   */
  readonly root: string;
  /** Output folder relative to the root. */
  readonly output: string;
  /** The Git repository that has the output in its working tree. */
  readonly git: GitRepository | undefined;
  /** @throws GitopsError GIT_NO_REPOSITORY; as GitRepository.assertCanCommit */
  assertCanCommit(): Promise<void>;
}

/** Finds the root that the output belongs to: the Git repository's top where it is inside. */
export async function locateOutput(
  directory: string,
  outputDirectory: string | undefined,
  defaultOutput: string,
): Promise<OutputPlace> {
  const git = await openRepository(directory).catch((error: unknown) => {
    if (GitopsError.is(error) && error.code === 'GIT_NO_REPOSITORY' && existsSync(directory)) return undefined;
    throw error;
  });
  if (git !== undefined && git.root === undefined) {
    throw new GitopsError('GIT_NO_WORKING_TREE', `'${directory}' is in a bare repository`, {
      hint: 'Run synth in an ordinary clone.',
    });
  }
  const top = git?.root ?? realpathSync(directory);
  const wanted =
    outputDirectory === undefined ? join(top, defaultOutput) : withRealParent(resolve(directory, outputDirectory));
  const inside = relative(top, wanted);
  if (inside === '' || basename(wanted) === '') {
    throw new GitopsError(
      'GIT_OUTPUT_BLOCKED',
      `the output folder cannot be the top of the ${inside === '' ? 'repository' : 'file system'}`,
      {
        hint: 'Name a folder below it with --output-dir, such as gitops.',
      },
    );
  }
  if (inside !== '..' && !inside.startsWith(`..${sep}`)) return place(directory, top, inside, git);
  return place(directory, dirname(wanted), basename(wanted), undefined);
}

/**
 * What the last commit has in the output folder, paths relative to it; undefined where nothing is committed.
 */
export async function committedOutput({ git, output }: OutputPlace): Promise<FileSet | undefined> {
  try {
    return (await git?.readTree('HEAD', output))?.below(output);
  } catch (error) {
    if (GitopsError.is(error) && (error.code === 'GIT_FOLDER_NOT_FOUND' || error.code === 'GIT_NO_COMMITS'))
      return undefined;
    throw error;
  }
}

function place(directory: string, root: string, output: string, git: GitRepository | undefined): OutputPlace {
  return {
    directory,
    root,
    output: output.split(sep).join('/'),
    git,
    assertCanCommit: async () => {
      if (git !== undefined) return git.assertCanCommit();
      throw new GitopsError('GIT_NO_REPOSITORY', `output folder '${join(root, output)}' is not in the Git repository`, {
        hint: 'Run git init, or leave out --commit.',
      });
    },
  };
}

/** Symbolic links in what exists are followed, except in the last name: an output folder must not be one. */
function withRealParent(path: string): string {
  let existing = dirname(path);
  while (!existsSync(existing)) existing = dirname(existing);
  return join(realpathSync(existing), relative(existing, path));
}
