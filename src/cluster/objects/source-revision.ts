import { object, type Shape, text } from '../../manifest/shape.js';

/** What a source that is not in the repository at hand resolved to when an Argo Application was rendered. */
export interface SourceRevision {
  /** Without user name and password. */
  readonly repoURL: string;
  readonly path?: string;
  readonly chart?: string;
  /** As Git says it: a branch, a tag, a range; empty where it says nothing. */
  readonly targetRevision: string;
  /** The commit, the version of a chart, or the digest of an artifact. */
  readonly revision: string;
}

export const SOURCE_REVISION: Shape<SourceRevision> = object(
  { repoURL: text, path: text, chart: text, targetRevision: text, revision: text },
  ['repoURL', 'targetRevision', 'revision'],
);

const COMMIT = /^[0-9a-f]{40}([0-9a-f]{24})?$/;

/** `chart redis of https://charts.example.com ~18 is 18.6.1`. */
export function describeSource({ repoURL, chart, targetRevision, revision }: SourceRevision): string {
  const what = chart === undefined ? repoURL : `chart ${chart} of ${repoURL}`;
  if (targetRevision === revision) return `${what} ${shortRevision(revision)}`;
  return `${what}${targetRevision === '' ? '' : ` ${targetRevision}`} is ${shortRevision(revision)}`;
}

/** A commit as people name it; versions and digests as they are. */
export function shortRevision(revision: string): string {
  return COMMIT.test(revision) ? revision.slice(0, 7) : revision;
}
