import { lstatSync, readdirSync, readFileSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { GitopsError } from '../../errors.js';
import type { FileChanges } from '../../files/decide-changes.js';
import { assertSafePath } from '../../files/file-set.js';
import { OWNERSHIP_FOLDER } from '../../files/ownership-manifest.js';
import { makeFolder } from '../../host/make-folder.js';
import { integer, list, object, readShape, type TypeOf, text } from '../../manifest/shape.js';
import { TRANSACTION_FOLDER } from '../read-folder.js';
import { hashOf } from './scan-output.js';
import { syncFolder } from './sync-folder.js';

/** All remaining steps. The journal is complete before the first file is changed. */
export type Journal = TypeOf<typeof JOURNAL_SHAPE>;

const JOURNAL_SHAPE = object(
  {
    version: integer,
    delete: list(object({ path: text, previous: text }, ['path', 'previous'])),
    write: list(object({ path: text, staged: text, hash: text, previous: text }, ['path', 'staged', 'hash'])),
  },
  ['version', 'delete', 'write'],
);

/** Called before each step that a crash could follow; tests kill the process there. */
export type StepListener = (step: string) => void;

/**
 * The folder with new contents, next to the journal and the lock. It is on the file system of the output, so
 * that a rename is atomic.
 */
export function transactionFolder(directory: string): string {
  return join(directory, OWNERSHIP_FOLDER, TRANSACTION_FOLDER);
}

/**
 * So many files are synced one by one; of more, only the journal is, because syncing 10,000 files takes
 * longer than making them (ADR 0004).
 */
const SYNC_AT_MOST = 200;

/** Writes all new contents, then the journal. Until it returns, nothing of the output has changed. */
export async function stage(
  directory: string,
  changes: FileChanges,
  options: { readonly onStep: StepListener; readonly signal?: AbortSignal },
): Promise<Journal> {
  const folder = transactionFolder(directory);
  const write = changes.write.map(({ path, hash, previous }, index) => ({
    path,
    staged: String(index),
    hash,
    ...(previous ? { previous } : {}),
  }));
  const durable = changes.write.length <= SYNC_AT_MOST;
  const queue = changes.write.entries();
  const worker = async () => {
    for (const [index, { content, path }] of queue) {
      if (options.signal?.aborted) throw new GitopsError('INTERRUPTED', 'interrupted before anything was written');
      options.onStep(`stage ${path}`);
      const file = join(folder, String(index));
      if (durable) await writeDurably(file, content);
      else writeFileSync(file, content, { mode: 0o644 });
      if (index % 100 === 0) await setImmediate(); // lets a signal arrive
    }
  };
  await Promise.all(Array.from({ length: durable ? 4 : 1 }, worker));
  const journal: Journal = {
    version: 1,
    delete: changes.delete.map(({ path, previous }) => ({ path, previous })),
    write,
  };
  options.onStep('write journal');
  await writeDurably(join(folder, 'journal.tmp'), JSON.stringify(journal));
  options.onStep('place journal');
  renameSync(join(folder, 'journal.tmp'), join(folder, 'journal.json'));
  syncFolder(folder);
  return journal;
}

/** The journal of a synth that was interrupted; undefined when none was. */
export function readJournal(directory: string): Journal | undefined {
  let content: string;
  try {
    content = readFileSync(join(transactionFolder(directory), 'journal.json'), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const { value: journal } = readShape(parseJson(content), JOURNAL_SHAPE, { nulls: 'wrong' });
  if (journal?.version !== 1) throw damagedJournal(directory);
  for (const { path } of [...journal.delete, ...journal.write]) assertSafePath(path);
  for (const { staged } of journal.write) assertSafePath(staged);
  return journal;
}

/** The journal is written whole and renamed. Still, the file can come from anywhere. */
function parseJson(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}

function damagedJournal(directory: string): GitopsError {
  const folder = transactionFolder(directory);
  return new GitopsError('FILES_INVALID_OWNERSHIP', `the journal '${join(folder, 'journal.json')}' cannot be used`, {
    source: { file: join(folder, 'journal.json') },
    hint: `Look at git status, remove the folder '${folder}' and run gitops synth again.`,
  });
}

/**
 * Throws away prepared contents that did not survive a power failure, so that no file is replaced by a part
 * of one.
 */
export function discardDamaged(directory: string, journal: Journal): void {
  const folder = transactionFolder(directory);
  for (const { staged, hash } of journal.write)
    if (contentHash(folder, staged) !== hash) rmSync(join(folder, staged), { force: true });
}

/**
 * Carries out the journal, from where an earlier attempt stopped, and removes it. A file that changed
 * meanwhile stays.
 *
 * @returns the paths of files that stay
 */
export function finish(directory: string, journal: Journal, onStep: StepListener): string[] {
  const folder = transactionFolder(directory);
  const left: string[] = [];
  for (const { path, previous } of journal.delete) {
    const present = contentHash(directory, path);
    if (present === undefined) continue;
    onStep(`delete ${path}`);
    if (present === previous) rmSync(join(directory, path));
    else left.push(path);
  }
  for (const { path } of journal.delete) removeEmptyParents(directory, path, onStep);
  const made = new Set<string>();
  for (const { path, staged, hash, previous } of journal.write) {
    if (lstatSync(join(folder, staged), { throwIfNoEntry: false }) === undefined) continue;
    const present = contentHash(directory, path, made);
    if (present !== undefined && present !== previous && present !== hash) {
      left.push(path);
      continue;
    }
    onStep(`replace ${path}`);
    if (!made.has(dirname(path))) makeFolder(join(directory, dirname(path)));
    made.add(dirname(path));
    removeEmptyTree(join(directory, path));
    renameSync(join(folder, staged), join(directory, path));
  }
  for (const touched of new Set([...journal.delete, ...journal.write].map(({ path }) => dirname(path))))
    syncFolder(join(directory, touched));
  onStep('remove journal');
  rmSync(join(folder, 'journal.json'), { force: true });
  return left;
}

/** Undefined for no file. @throws GitopsError GIT_OUTPUT_BLOCKED when a link is on the way */
function contentHash(
  directory: string,
  path: string,
  knownFolders: ReadonlySet<string> = new Set(),
): string | undefined {
  const parts = path.split('/');
  for (let depth = knownFolders.has(dirname(path)) ? parts.length : 1; depth <= parts.length; depth++) {
    const part = parts.slice(0, depth).join('/');
    const stat = lstatSync(join(directory, part), { throwIfNoEntry: false });
    if (stat === undefined) return undefined;
    if (stat.isSymbolicLink()) {
      throw new GitopsError('GIT_OUTPUT_BLOCKED', `'${part}' became a symbolic link`, {
        hint: 'Remove it: synth never writes through links.',
      });
    }
    if (stat.isFile()) return depth === parts.length ? hashOf(readFileSync(join(directory, part))) : undefined;
  }
  return undefined;
}

async function writeDurably(file: string, content: string): Promise<void> {
  const handle = await open(file, 'w', 0o644);
  try {
    await handle.writeFile(content);
    await handle.chmod(0o644);
    await handle.datasync();
  } finally {
    await handle.close();
  }
}

function removeEmptyParents(directory: string, path: string, onStep: StepListener): void {
  for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) {
    onStep(`remove folder ${folder}`);
    if (!removeEmptyFolder(join(directory, folder))) return;
  }
}

/** A folder that holds nothing but folders, where a file is to be. Anything else stays. */
function removeEmptyTree(folder: string): void {
  if (!lstatSync(folder, { throwIfNoEntry: false })?.isDirectory()) return;
  for (const entry of readdirSync(folder)) removeEmptyTree(join(folder, entry));
  removeEmptyFolder(folder);
}

/** Whether it is gone now. A file, a folder with anything in it and nothing at all stay as they are. */
function removeEmptyFolder(folder: string): boolean {
  try {
    rmdirSync(folder);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT';
  }
}
