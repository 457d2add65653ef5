import { existsSync, mkdirSync, readdirSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { GitopsError } from '../errors.js';
import { decideChanges, type FileChanges, wantedFiles } from '../files/decide-changes.js';
import type { DiskState } from '../files/disk-state.js';
import { foldersOf } from '../files/folders-of.js';
import type { OwnershipUnit } from '../files/ownership.js';
import { acquireFileLock, type FileLock } from '../host/file-lock.js';
import type { ProcessIdentity } from '../host/process-identity.js';
import { folderPath } from './folder-path.js';
import {
  discardDamaged,
  finish,
  type Journal,
  readJournal,
  type StepListener,
  stage,
  transactionFolder,
} from './output/journal.js';
import { assertOutputFolder, assertWritable, notWritable } from './output/output-folder.js';
import { scanOutput } from './output/scan-output.js';

/** How long another synth may write, in milliseconds. */
const WAIT_MS = 30_000;

export interface OutputOptions {
  /** Real path of a folder that synth trusts: the top of the repository. */
  readonly root: string;
  /** Output folder relative to it. */
  readonly output: string;
  readonly units: readonly OwnershipUnit[];
  /** True to overwrite foreign and hand-edited files. @default false */
  readonly overwrite?: boolean;
  /**
   * Asked only when something is in the way: paths, relative to the output folder, that Git holds as
   * unmerged.
   */
  readonly unmerged?: () => Promise<ReadonlySet<string>>;
  readonly signal?: AbortSignal;
  /** How long to wait for another synth. @default 30_000 */
  readonly waitMs?: number;
  readonly onStep?: StepListener;
}

export interface OutputResult extends FileChanges {
  /** Whether an interrupted synth was finished first. */
  readonly recovered: boolean;
}

/**
 * The changes that `writeOutput` would make. It only reads.
 *
 * @throws GitopsError GIT_OUTPUT_BLOCKED, GIT_OUTPUT_INTERRUPTED when an interrupted synth must be finished
 * first, as `decideChanges`
 */
export async function checkOutput(options: OutputOptions): Promise<FileChanges> {
  const directory = locate(options);
  if (readJournal(directory) !== undefined) {
    throw new GitopsError(
      'GIT_OUTPUT_INTERRUPTED',
      `a synth that writes '${options.output}' is running or was interrupted`,
      {
        hint: 'Wait for it, or run gitops synth: it finishes what the other one began.',
      },
    );
  }
  return decide(directory, options);
}

/**
 * Writes the units into the output folder. It writes only files that differ, and deletes only files that an
 * earlier synth wrote and nobody changed. Without a difference it writes nothing at all.
 *
 * All new contents are on disk, with a journal, before the first file is replaced; each file is replaced
 * atomically. A crash at any point leaves the old files, the new files, or the journal from which the next
 * call continues. Only one synth runs at a time: others wait.
 *
 * @throws GitopsError everything in the way, at once (FILES_FOREIGN, FILES_HAND_EDITED, FILES_PATH_CLASH, …)
 * with nothing changed; GIT_OUTPUT_BLOCKED, GIT_OUTPUT_NOT_WRITABLE, GIT_OUTPUT_LOCKED, INTERRUPTED with
 * nothing changed; GIT_OUTPUT_INTERRUPTED when the file system failed half-way
 */
export async function writeOutput(options: OutputOptions): Promise<OutputResult> {
  const directory = locate(options);
  const existed = existsSync(directory);
  if (!existsSync(transactionFolder(directory))) {
    const changes = await decide(directory, options);
    if (isNothing(changes)) return { ...changes, recovered: false };
  }
  try {
    const lock = await begin(directory, options);
    try {
      const recovered = recover(directory, options);
      const changes = await decide(directory, options, recovered);
      GitopsError.throwAll(changes.problems);
      if (!isNothing(changes)) await act(directory, changes, options);
      return { ...changes, recovered: recovered !== undefined };
    } finally {
      end(directory, lock, options);
    }
  } finally {
    if (!existed) removeIfEmpty(directory);
  }
}

function locate({ root, output }: OutputOptions): string {
  const folder = folderPath(output);
  assertOutputFolder(root, folder);
  return join(root, folder);
}

async function decide(
  directory: string,
  { units, overwrite, unmerged }: OutputOptions,
  recovered?: Journal,
): Promise<FileChanges> {
  const written = new Map(
    recovered?.write.map(({ path, hash, previous }) => [
      path,
      new Set(previous === undefined ? [hash] : [hash, previous]),
    ]),
  );
  const disk = scan(directory, wantedFiles(units).paths());
  const changes = decideChanges({ units, disk, overwrite, written });
  if (changes.problems.length === 0 || unmerged === undefined) return changes;
  const paths = await unmerged();
  return paths.size === 0 ? changes : decideChanges({ units, disk, overwrite, written, unmerged: paths });
}

function scan(directory: string, wanted: readonly string[]): DiskState {
  try {
    return scanOutput(directory, wanted);
  } catch (cause) {
    if (GitopsError.is(cause)) throw cause;
    const { code, path } = cause as NodeJS.ErrnoException;
    throw new GitopsError('GIT_OUTPUT_BLOCKED', `'${path ?? directory}' cannot be read: ${code ?? cause}`, {
      hint: 'Check its owner and permissions.',
      cause,
    });
  }
}

function isNothing({ write, delete: deleted, problems }: FileChanges): boolean {
  return write.length === 0 && deleted.length === 0 && problems.length === 0;
}

async function begin(directory: string, { waitMs = WAIT_MS, signal, onStep }: OutputOptions): Promise<FileLock> {
  const folder = transactionFolder(directory);
  onStep?.('lock');
  try {
    const lock = await acquireFileLock(join(folder, 'lock'), {
      timeout: { afterMs: waitMs, error: outputLocked },
      signal,
    });
    onStep?.('hide from git');
    writeFileSync(join(folder, '.gitignore'), '*\n');
    return lock;
  } catch (error) {
    if (GitopsError.is(error)) throw error;
    throw notWritable(directory, error);
  }
}

function outputLocked(file: string, holder: ProcessIdentity | undefined): GitopsError {
  const who = holder === undefined ? 'an unknown process' : `process ${holder.pid} on '${holder.host}'`;
  return new GitopsError('GIT_OUTPUT_LOCKED', `${who} is writing the output`, {
    hint: `Wait for it. If it is gone for sure, delete '${file}'.`,
    data: { file },
  });
}

/**
 * Finishes an interrupted synth. Contents that it had only prepared are removed. Undefined when no synth was
 * interrupted.
 */
function recover(directory: string, { onStep = ignore }: OutputOptions): Journal | undefined {
  const journal = readJournal(directory);
  if (journal === undefined) return undefined;
  discardDamaged(directory, journal);
  finishOrExplain(directory, () => finish(directory, journal, onStep));
  return journal;
}

async function act(directory: string, changes: FileChanges, { onStep = ignore, signal }: OutputOptions): Promise<void> {
  assertWritable(directory, changes);
  const made: string[] = [];
  const journal = await (async () => {
    try {
      makeFolders(directory, changes, made, onStep);
      return await stage(directory, changes, { onStep, signal });
    } catch (error) {
      for (const folder of made.reverse()) removeIfEmpty(folder);
      throw GitopsError.is(error) ? error : notWritable(directory, error);
    }
  })();
  const left = finishOrExplain(directory, () => finish(directory, journal, onStep));
  GitopsError.throwAll(
    left.map(
      (path) =>
        new GitopsError('FILES_HAND_EDITED', `'${path}' was edited while synth ran and was left alone`, {
          hint: 'Run gitops synth again.',
          source: { file: path },
        }),
    ),
  );
}

/** Where nothing is in the way, so that a full disk is noticed while nothing has changed yet. */
function makeFolders(directory: string, changes: FileChanges, made: string[], onStep: StepListener): void {
  const tried = new Set<string>();
  for (const { path } of changes.write) {
    for (const folder of foldersOf(path)) {
      if (tried.has(folder)) continue;
      tried.add(folder);
      try {
        onStep(`make folder ${folder}`);
        mkdirSync(join(directory, folder));
        made.push(join(directory, folder));
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code !== 'EEXIST' && code !== 'ENOTDIR') throw error; // a file in the place of the folder is deleted later
      }
    }
  }
}

function finishOrExplain(directory: string, action: () => string[]): string[] {
  try {
    return action();
  } catch (cause) {
    if (GitopsError.is(cause)) throw cause;
    throw new GitopsError(
      'GIT_OUTPUT_INTERRUPTED',
      `'${directory}' is half written: ${(cause as NodeJS.ErrnoException).code ?? cause}`,
      {
        hint: 'Remove the cause and run gitops synth again: it continues from the journal.',
        cause,
      },
    );
  }
}

/** Leaves nothing behind, except the journal and its files after a failure half-way. */
function end(directory: string, lock: FileLock, { onStep }: OutputOptions): void {
  const folder = transactionFolder(directory);
  const unfinished = existsSync(join(folder, 'journal.json'));
  onStep?.('clean up');
  for (const name of unfinished ? [] : readdirSync(folder))
    if (name !== 'lock') rmSync(join(folder, name), { force: true });
  onStep?.('unlock');
  lock.release();
  for (const emptied of [folder, dirname(folder)]) removeIfEmpty(emptied);
}

function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // not empty, or already gone
  }
}

function ignore(): void {}
