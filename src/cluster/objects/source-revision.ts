import { object, type TypeOf, text } from '../../manifest/shape.js';

export const SOURCE_REVISION = object(
  {
    /** Without user name and password. */
    repoURL: text,
    path: text,
    chart: text,
    /** As Git says it: a branch, a tag, a range; empty where it says nothing. */
    targetRevision: text,
    /** The commit, the version of a chart, or the digest of an artifact. */
    revision: text,
  },
  ['repoURL', 'targetRevision', 'revision'],
);

/** What a source that is not in the repository at hand stood for when an Argo Application was rendered. */
export type SourceRevision = TypeOf<typeof SOURCE_REVISION>;

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
