import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { ApplicationSource } from '../../argocd/application/application.js';
import { sourcesOf } from '../../argocd/application/sources-of.js';
import { publicClusterSecret } from '../../argocd/clusters/public-cluster-secret.js';
import { isCommitId } from '../../argocd/versions/git-revision.js';
import { isKustomizationFile } from '../../engines/kustomize/kustomization-files.js';
import type { LuaOverrides } from '../../engines/lua-health/lua-override.js';
import { GitopsError } from '../../errors.js';
import type { GitRepository } from '../../git/repository.js';
import { createContentCache } from '../../host/content-cache.js';
import { parseJson } from '../../manifest/parse-json.js';
import { toJson } from '../../manifest/to-json.js';
import { namesRemote } from '../../render/kustomize/kustomization-references.js';
import type { RenderedApplication } from '../../render/render-application.js';
import type { ArgoResources } from '../../render/resources/argo-resources.js';
import type { ArgocdOptions, GeneratorOptions, Selection } from '../api/options.js';
import type { RevisionSummary } from '../api/results.js';
import { createPins, type Pins } from '../revision/create-pins.js';
import { ownIdentities } from '../revision/own-repository.js';
import type { ReadOptions } from '../revision/read-revision.js';
import type { RevisionFiles } from '../revision/revision-files.js';

/** One Argo Application, rendered. */
export interface RenderedContent extends RenderedApplication {
  /** The commit that it pins. */
  readonly revision?: RevisionSummary;
  /** Digest of its objects, see `contentOf`: of a thousand it takes longer than to read them. */
  readonly content: string;
}

/** What a revision says, rendered; plain data. */
export interface RenderedRevisionContent {
  /** What was read of the repository: the output folder, or `''` for all of it. */
  readonly folder: string;
  readonly resources: ArgoResources;
  readonly rendered: readonly RenderedContent[];
  readonly healthOverrides: LuaOverrides;
}

export interface RevisionCache {
  get(): Promise<RenderedRevisionContent | undefined>;
  /** Keeps it, when nothing but the commit decides it. */
  set(content: RenderedRevisionContent, read: Pick<RevisionFiles, 'tree' | 'isOwn' | 'pin'>): Promise<void>;
}

interface Entry {
  /** The commit of each `targetRevision` that is not a commit id; null for a branch. */
  readonly targets: readonly (readonly [target: string, repoURL: string, commit: string | null | undefined])[];
  readonly content: RenderedRevisionContent;
}

const FORMAT = '5';

/**
 * Caches the rendered objects of a commit, so that reading it again starts no engine and reads no file.
 * Undefined when the result depends on more than the commit and the known clusters: files on disk,
 * credentials, commands of this machine.
 *
 * @param code names the code that renders
 */
export async function openRevisionCache(
  git: GitRepository,
  commit: string,
  options: ReadOptions & Selection & { readonly purpose?: string },
  code: string,
): Promise<RevisionCache | undefined> {
  const {
    cacheDirectory,
    cacheVersion,
    worktree,
    generators,
    engine = 'wasm',
    outputDir,
    environments,
    applications,
    clusters,
    all,
    purpose,
  } = options;
  if (cacheDirectory === undefined || cacheVersion === undefined || worktree || engine !== 'wasm') return undefined;
  const cache = createContentCache(join(cacheDirectory, 'revisions'));
  const remotes = [...(await ownIdentities(git, options))].sort();
  const selection = [environments, applications, clusters, all, purpose];
  const inputs = [
    FORMAT,
    code,
    cacheVersion,
    git.gitDirectory,
    commit,
    outputDir,
    remotes,
    selection,
    knownBesideGit(generators, options.argocd),
    options.beside === true,
    options.roots?.content,
  ];
  const key = createHash('sha256').update(toJson(inputs)).digest('hex');
  return {
    async get() {
      const text = await cache.get(key);
      if (text === undefined) return undefined;
      const { targets, content } = parseJson(text) as Entry; // the cache gives back what was written, or nothing
      const pin = createPins(git, options);
      for (const [target, repoURL, known] of targets)
        if ((await commitOf(pin(target, repoURL))) !== known) return undefined;
      return content;
    },
    async set(content, read) {
      if (!isDecidedByCommit(content, read)) return;
      const targets = new Map<string, Entry['targets'][number]>();
      for (const { targetRevision: name = 'HEAD', repoURL } of sourcesIn(content))
        if (name !== 'HEAD' && !isCommitId(name))
          targets.set(`${name}\0${repoURL}`, [name, repoURL, await commitOf(read.pin(name, repoURL))]);
      await cache.set(key, toJson({ targets: [...targets.values()], content } satisfies Entry));
      await cache.prune();
    },
  };
}

/** Without credentials, of which none is in the content either. */
function knownBesideGit(
  { clusterSecrets = [], clusters, parameters }: GeneratorOptions = {},
  { files = [], live = [] }: ArgocdOptions = {},
): readonly unknown[] {
  return [
    clusterSecrets.map(publicClusterSecret),
    clusters?.content,
    parameters?.content,
    files.map(({ content }) => content),
    live,
  ];
}

function isDecidedByCommit(
  content: RenderedRevisionContent,
  { tree, isOwn }: Pick<RevisionFiles, 'tree' | 'isOwn'>,
): boolean {
  if (content.resources.problems.length > 0 || content.resources.applicationSets.length > 0) return false;
  if (sourcesIn(content).some(({ repoURL, chart }) => chart !== undefined || !isOwn(repoURL))) return false;
  return tree.files.entries().every(([path, text]) => {
    // A chart may be random, and may need other charts; a kustomization may name what is elsewhere.
    if (/(?:^|\/)Chart\.yaml$/.test(path) || text.includes('HelmChartInflationGenerator')) return false;
    return !isKustomizationFile(path) || !namesRemote(text);
  });
}

/** Undefined for a revision that no longer exists. Reading it gives the reason. */
async function commitOf(pin: ReturnType<Pins>): Promise<string | null | undefined> {
  try {
    return (await pin)?.commit ?? null;
  } catch (error) {
    if (GitopsError.is(error)) return undefined;
    throw error;
  }
}

function sourcesIn({ resources: { applications, roots } }: RenderedRevisionContent): readonly ApplicationSource[] {
  return [...applications, ...roots].flatMap(({ resource }) => sourcesOf(resource));
}
