import { GitopsError } from '../../errors.js';
import type { GitRepository } from '../../git/repository.js';
import type { FileContents } from '../../git/write-files.js';
import { toJson } from '../../manifest/to-json.js';
import type { RevisionOptions } from '../api/options.js';
import type { RevisionSummary } from '../api/results.js';
import { toDesiredApplication } from '../desired/desired-application.js';
import { renderRevision } from '../desired/render-revision.js';
import { type RevisionFiles, readRevision } from '../revision/read-revision.js';
import { filesOfApplication } from './files-of-application.js';
import { overlayRepository } from './overlay-repository.js';
import { revertOwnership } from './revert-ownership.js';

export interface RevertRequest
  extends Pick<RevisionOptions, 'repository' | 'outputDir' | 'cacheDirectory' | 'sources' | 'engine'> {
  /** Names of the Argo Applications that go back. */
  readonly applications: readonly string[];
  readonly to: RevisionSummary;
}

/** What a revert commit would hold: proved, and not made yet. */
export interface PreparedRevert {
  readonly git: GitRepository;
  readonly request: RevertRequest;
  /** The commit on top of which it is made. */
  readonly head: RevisionSummary;
  readonly changes: FileContents;
}

/**
 * Finds the files of some Argo Applications that differ from an earlier commit, and proves by rendering that
 * putting those back gives exactly what was there then, and changes no other Argo Application. Changes
 * nothing.
 *
 * @throws GitopsError WORKFLOW_OUTPUT_DIRTY, WORKFLOW_REVERT_REFUSED; GIT_BUSY, GIT_IDENTITY_MISSING,
 * GIT_NO_WORKING_TREE
 */
export async function prepareRevert(git: GitRepository, request: RevertRequest): Promise<PreparedRevert> {
  await git.assertCanCommit();
  const head = await read(git, request, 'HEAD');
  const past = await read(git, request, request.to.commit);
  const files = [head, past].flatMap((one) => filesOf(one, request.applications));
  const own = new Map(
    [...new Set(files)].sort().flatMap((path) => {
      const now = contentOf(head, path);
      const then = contentOf(past, path);
      return isSame(now, then) ? [] : [[path, then] as const];
    }),
  );
  const changes = new Map([...own, ...revertOwnership(head.tree.files, past.tree.files, head.output, own)]);
  const prepared = { git, request, head: head.revision, changes };
  await assertUntouched(prepared, head.output);
  await prove(prepared, head, past);
  return prepared;
}

/**
 * Nothing of what is to be committed, and nothing else in the output folder, may be changed by hand. @throws
 * GitopsError WORKFLOW_OUTPUT_DIRTY
 */
export async function assertUntouched(
  { git, changes }: Pick<PreparedRevert, 'git' | 'changes'>,
  output: string,
): Promise<void> {
  const dirty = [
    ...(output === '' ? [] : await git.changedPaths(output)),
    ...(await git.changedAmong([...changes.keys()])),
  ];
  if (dirty.length === 0) return;
  const names = [...new Set(dirty.map(({ path }) => `'${path}'`))];
  throw new GitopsError(
    'WORKFLOW_OUTPUT_DIRTY',
    `files that a revert commit would touch have uncommitted changes: ${names.slice(0, 5).join(', ')}`,
    {
      hint: 'Commit or restore them, or roll back without --commit.',
      data: { paths: names },
    },
  );
}

/** With every file: which of them belong to an Argo Application is decided here. */
async function read(git: GitRepository, request: RevertRequest, revision: string): Promise<RevisionFiles> {
  const { repository, outputDir, cacheDirectory, sources, engine } = request;
  const files = await readRevision(git, {
    repository,
    revision,
    allowDirty: true,
    outputDir,
    cacheDirectory,
    sources,
    engine,
  });
  const { unread } = files.tree;
  return unread === undefined ? files : { ...files, tree: await unread.read(unread.paths) };
}

function filesOf({ resources, tree }: RevisionFiles, names: readonly string[]): readonly string[] {
  return resources.applications
    .filter(({ resource }) => names.includes(resource.metadata.name))
    .flatMap(({ resource, file }) => [...filesOfApplication(resource, file, tree.files)]);
}

function contentOf({ tree }: RevisionFiles, path: string): string | Uint8Array | undefined {
  return tree.files.get(path) ?? tree.binaries?.get(path);
}

function isSame(one: string | Uint8Array | undefined, other: string | Uint8Array | undefined): boolean {
  if (one === undefined || other === undefined || typeof one !== typeof other) return one === other;
  return Buffer.from(one).equals(Buffer.from(other));
}

async function prove(
  { git, request, head: { commit }, changes }: PreparedRevert,
  head: RevisionFiles,
  past: RevisionFiles,
): Promise<void> {
  const overlaid = overlayRepository(git, commit, changes);
  const after = await contentsOf(await read(overlaid, request, commit), undefined);
  const then = await contentsOf(past, request.applications);
  const before = await contentsOf(head, undefined);
  const missed = request.applications.filter((name) => after.get(name) !== then.get(name));
  const others = [...new Set([...before.keys(), ...after.keys()])].filter(
    (name) => !request.applications.includes(name),
  );
  const changed = others.filter((name) => before.get(name) !== after.get(name));
  GitopsError.throwAll([
    ...missed.map((name) =>
      refusal(
        `the files of '${name}' alone do not give what it was at '${request.to.shortId}'`,
        'Revert by hand: git revert.',
      ),
    ),
    ...(changed.length === 0
      ? []
      : [
          refusal(
            `putting back the files of ${quoted(request.applications)} would change ${quoted(changed)} too`,
            'Select those as well, or roll back without --commit and revert by hand.',
          ),
        ]),
  ]);
}

/** Digest of what each Argo Application renders to, or of why it does not. */
async function contentsOf(
  files: RevisionFiles,
  names: readonly string[] | undefined,
): Promise<ReadonlyMap<string, string>> {
  const wanted = ({ metadata }: { readonly metadata: { readonly name: string } }) =>
    names?.includes(metadata.name) ?? true;
  const { rendering } = await renderRevision(files, { wanted });
  if (names) GitopsError.throwAll(rendering.problems);
  const broken = rendering.applications.map(({ resource }) => [resource.metadata.name, 'not rendered'] as const);
  const rendered = rendering.rendered.map(({ application, file, objects }) => {
    const { content } = toDesiredApplication(application, file, objects);
    return [application.metadata.name, `${content} ${toJson(application.spec)}`] as const;
  });
  return new Map([...(names ? [] : broken), ...rendered]);
}

function refusal(message: string, hint: string): GitopsError {
  return new GitopsError('WORKFLOW_REVERT_REFUSED', message, { hint });
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `'${name}'`).join(', ');
}
