import { createHash } from 'node:crypto';
import { describeSource, type SourceRevision } from '../../cluster/objects/source-revision.js';
import { GitopsError } from '../../errors.js';
import { withoutCredentials } from '../../host/address.js';
import { trimEndOf } from '../../host/trim-end-of.js';
import type { RemoteBases } from '../../render/kustomize/remote-bases.js';
import type { LocatedSource } from '../../render/source/locate-source.js';

/**
 * The revisions of sources outside of the repository when Argo Applications were synced, by key.
 */
export type RecordedSources = ReadonlyMap<string, readonly SourceRevision[]>;

/** A source as Git says it. */
type Wanted = Omit<SourceRevision, 'path' | 'revision'>;

/**
 * Locates a source at its recorded revision, or at the revision in Git when none was recorded.
 *
 * @param locate finds the source at a revision
 * @throws GitopsError of the same code when that revision no longer exists
 */
export async function asRecorded(
  recorded: readonly SourceRevision[],
  wanted: Wanted,
  locate: (revision: string) => Promise<LocatedSource>,
): Promise<LocatedSource> {
  const known = findRecorded(recorded, wanted);
  if (known === undefined || isFile(known)) return locate(wanted.targetRevision);
  let located: LocatedSource;
  try {
    located = await locate(known.revision);
  } catch (error) {
    if (!GitopsError.is(error)) throw error;
    throw error.with(({ code, message, hint }) => ({
      message: `${past(known)} when it was synced, and that cannot be had: ${message}`,
      hint: GONE.has(code) ? OTHERWISE : hint,
    }));
  }
  if (located.revision === known.revision) return located;
  throw new GitopsError(
    'REGISTRY_NOT_FOUND',
    `${past(known)} when it was synced, and that cannot be had: the server has ${located.revision}`,
    {
      hint: OTHERWISE,
    },
  );
}

/** Remote bases of kustomizations at their recorded revisions. */
export function recordedBases(remote: RemoteBases, recorded: readonly SourceRevision[]): RemoteBases {
  if (recorded.length === 0) return remote;
  return {
    git: (repoURL, targetRevision) =>
      asRecorded(recorded, { repoURL, targetRevision }, (revision) => remote.git(repoURL, revision)),
    chart: (request) =>
      asRecorded(
        recorded,
        { repoURL: request.repoURL, chart: request.chart, targetRevision: request.version },
        (version) => remote.chart({ ...request, version }),
      ),
    async manifest(url) {
      const found = await remote.manifest(url);
      const known = findRecorded(recorded, { repoURL: url, targetRevision: '' });
      if (known === undefined || !isFile(known) || found.text === undefined || digestOf(found.text) === known.revision)
        return found;
      throw new GitopsError(
        'RENDER_PATH_MISSING',
        'the file is not what it was when it was synced, and that cannot be had',
        { hint: OTHERWISE },
      );
    },
  };
}

const OTHERWISE = 'Roll back to another revision, or commit what is to be applied and sync it.';
const GONE: ReadonlySet<string> = new Set(['GIT_REVISION_NOT_FOUND', 'REGISTRY_NOT_FOUND']);

/**
 * @throws GitopsError WORKFLOW_NOT_SYNCED when several revisions were recorded
 */
function findRecorded(recorded: readonly SourceRevision[], wanted: Wanted): SourceRevision | undefined {
  const key = keyOf(wanted);
  const [first, ...others] = recorded.filter((one) => keyOf(one) === key);
  const other = others.find(({ revision }) => revision !== first?.revision);
  if (first === undefined || other === undefined) return first;
  throw new GitopsError(
    'WORKFLOW_NOT_SYNCED',
    `${describeSource(first)} for one, and ${describeSource(other)} for another that goes back`,
    {
      hint: 'Roll back one Argo Application at a time.',
    },
  );
}

/** URLs are recorded without users; a chart without a version is one of any. */
function keyOf({ repoURL, chart, targetRevision }: Wanted): string {
  const url = trimEndOf(
    withoutCredentials(repoURL)
      .replace(/^git::/i, '')
      .replace(/^oci:\/\//i, ''),
    '/',
  );
  const isAny = chart !== undefined && (targetRevision === '' || targetRevision === '>0.0.0-0');
  return JSON.stringify([url, chart, isAny ? '*' : targetRevision]);
}

/** Of a plain file the digest is recorded, by which no server gives it. */
function isFile({ repoURL, targetRevision, chart, revision }: SourceRevision): boolean {
  return /^https?:/i.test(repoURL) && targetRevision === '' && chart === undefined && revision.startsWith('sha256:');
}

function past(source: SourceRevision): string {
  return describeSource(source).replace(/ is (\S+)$/, ' was $1');
}

function digestOf(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}
