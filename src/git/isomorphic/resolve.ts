import * as git from 'isomorphic-git';
import { GitopsError } from '../../errors.js';
import type { Commit } from '../repository.js';
import { revisionNotFound } from '../revision-not-found.js';
import { describeClone } from './describe-clone.js';
import type { GitStore } from './git-store.js';

/**
 * Resolves a revision as `rev-parse` of the native port does: names, (short) ids, `@`, `~n` and `^n`.
 *
 * @throws as GitRepository.resolve
 */
export async function resolveCommit(store: GitStore, revision: string): Promise<Commit> {
  const [, name = '', steps = ''] = /^([^~^:\s]+)((?:[~^]\d*)*)$/.exec(revision) ?? [];
  if (name === '' || name.startsWith('-') || name.includes('..')) throw await notFound(store, revision);
  let id = await peel(store, await findObject(store, name, revision), revision);
  for (const [, sign, digits] of steps.matchAll(/([~^])(\d*)/g)) {
    const count = digits === '' ? 1 : Number(digits);
    if (sign === '^') id = count === 0 ? id : await parentOf(store, id, count, revision);
    else for (let step = 0; step < count; step++) id = await parentOf(store, id, 1, revision);
  }
  return describe(store, id, revision);
}

/** The commit of a tag; undefined when there is no such tag. */
export async function findTag(store: GitStore, name: string): Promise<Commit | undefined> {
  const id = await tryResolve(store, `refs/tags/${name}`);
  return id === undefined ? undefined : describe(store, await peel(store, id, name), name);
}

async function findObject(store: GitStore, name: string, revision: string): Promise<string> {
  const refs = await Promise.all([`refs/tags/${name}`, `refs/heads/${name}`].map((ref) => tryResolve(store, ref)));
  if (refs.every((id) => id !== undefined)) {
    throw new GitopsError('GIT_REVISION_AMBIGUOUS', `'${name}' is the name of a branch and of a tag`, {
      hint: `Write refs/heads/${name} or refs/tags/${name}.`,
    });
  }
  const found = await tryResolve(store, name === '@' ? 'HEAD' : name);
  if (found !== undefined) return found;
  if (name === 'HEAD' || name === '@') {
    throw new GitopsError('GIT_NO_COMMITS', `'${revision}' has no commit yet`, {
      hint: 'Commit something first, or read the files on disk with --worktree.',
    });
  }
  if (!/^[0-9a-f]{4,40}$/i.test(name)) throw await notFound(store, revision);
  try {
    return await git.expandOid({ ...store, oid: name.toLowerCase() });
  } catch (error) {
    if (!(error instanceof git.Errors.AmbiguousError)) throw await notFound(store, revision);
    throw new GitopsError('GIT_REVISION_AMBIGUOUS', `'${name}' is the beginning of several object ids`, {
      hint: 'Give more characters of the commit id.',
    });
  }
}

/** Undefined for a name without a ref. isomorphic-git returns a full id whether it exists or not. */
async function tryResolve(store: GitStore, ref: string): Promise<string | undefined> {
  try {
    return await git.resolveRef({ ...store, ref });
  } catch {
    return undefined;
  }
}

/** Annotated tags point at their commit. */
async function peel(store: GitStore, id: string, revision: string): Promise<string> {
  const { oid } = await readCommit(store, id, revision);
  return oid;
}

async function parentOf(store: GitStore, id: string, number: number, revision: string): Promise<string> {
  const parent = (await readCommit(store, id, revision)).commit.parent[number - 1];
  if (parent === undefined) throw await notFound(store, revision);
  return parent;
}

async function describe(store: GitStore, id: string, revision: string): Promise<Commit> {
  const { oid, commit } = await readCommit(store, id, revision);
  const { author, committer, message } = commit;
  const subject = message
    .trimStart()
    .split(/\n\s*\n/)[0]!
    .trim()
    .replaceAll('\n', ' ');
  return {
    id: oid,
    shortId: oid.slice(0, 7),
    subject,
    author: `${author.name} <${author.email}>`,
    date: new Date(committer.timestamp * 1000).toISOString(),
  };
}

async function readCommit(store: GitStore, oid: string, revision: string): Promise<git.ReadCommitResult> {
  try {
    return await git.readCommit({ ...store, oid });
  } catch {
    throw await notFound(store, revision);
  }
}

async function notFound(store: GitStore, revision: string): Promise<GitopsError> {
  return revisionNotFound(revision, await describeClone(store));
}
