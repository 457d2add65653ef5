import type { ArgoApplication } from '../argocd/application.js';
import type { ClusterSecret } from '../argocd/cluster-secret.js';
import { GitopsError } from '../errors.js';
import type { GitRepository } from '../git/repository.js';
import type { Found } from '../render/find-resources.js';
import { type Rendering, type RenderOptions, renderApplications } from '../render/render-applications.js';
import { createRenderEngines } from '../render/render-engines.js';
import { type RevisionFiles, sourcesOf } from './read-revision.js';
import { resolvePin } from './resolve-pin.js';
import type { RevisionSummary } from './results.js';

export interface RenderRevisionOptions {
  readonly wanted: (application: ArgoApplication, clusters: readonly ClusterSecret[]) => boolean;
  /** Folder for the engines' results. Default: none. */
  readonly cacheDirectory?: string;
}

export interface RenderedRevision {
  readonly rendering: Rendering;
  /** The commits that Argo Applications pin, by name. */
  readonly pinned: ReadonlyMap<string, RevisionSummary>;
}

/** Renders Argo Applications of a revision; one whose `targetRevision` is a commit or a tag as it was there. */
export async function renderRevision(git: GitRepository, read: RevisionFiles, options: RenderRevisionOptions): Promise<RenderedRevision> {
  const engines = createRenderEngines(options.cacheDirectory === undefined ? {} : { cacheDirectory: options.cacheDirectory });
  const { output, resources, isOwn, tree, revision } = read;
  try {
    const { pinned, problems } = await readPins(git, read, options.wanted);
    const names = new Set([...pinned.keys(), ...problems.keys()]);
    const render = (more: Partial<RenderOptions>, files = tree.files) => renderApplications(files, { output, ...engines, isOwn, resources, ...more });
    const only: RenderOptions['only'] = (application, clusters) => options.wanted(application, clusters) && !names.has(application.metadata.name);
    const rendering = await render({ ...tree, revision: revision.commit, only });
    const others = await Promise.all(
      [...pinned].map(async ([name, pin]) => {
        const at = await read.readAt(pin.commit);
        const quiet = { ...resources, problems: [] };
        return render({ ...at, revision: pin.commit, resources: quiet, only: ({ metadata }) => metadata.name === name }, at.files);
      }),
    );
    const all = [rendering, ...others];
    return {
      pinned,
      rendering: {
        ...rendering,
        rendered: all.flatMap(({ rendered }) => rendered),
        problems: [...all.flatMap((one) => one.problems), ...problems.values()],
      },
    };
  } finally {
    await engines.close();
  }
}

interface Pins {
  readonly pinned: ReadonlyMap<string, RevisionSummary>;
  readonly problems: ReadonlyMap<string, GitopsError>;
}

/** The commits that wanted Argo Applications pin by their `targetRevision`. A branch is no pin: it is what the revision stands for. */
async function readPins(git: GitRepository, { resources, isOwn }: RevisionFiles, wanted: RenderRevisionOptions['wanted']): Promise<Pins> {
  const pinned = new Map<string, RevisionSummary>();
  const problems = new Map<string, GitopsError>();
  const resolved = new Map<string, RevisionSummary | undefined>();
  for (const found of resources.applications.filter(({ resource }) => wanted(resource, resources.clusters))) {
    const own = sourcesOf(found.resource).filter((source) => source['chart'] === undefined && isOwn(source.repoURL));
    const targets = [...new Set(own.map(({ targetRevision }) => targetRevision ?? 'HEAD'))];
    for (const target of targets) if (!resolved.has(target)) resolved.set(target, await resolvePin(git, target));
    const pins = new Set(targets.map((target) => resolved.get(target)?.commit));
    const pin = resolved.get(targets[0] ?? 'HEAD');
    if (pins.size > 1) problems.set(found.resource.metadata.name, severalRevisions(found, targets));
    else if (pin) pinned.set(found.resource.metadata.name, pin);
  }
  return { pinned, problems };
}

function severalRevisions({ resource, file }: Found<ArgoApplication>, targets: readonly string[]): GitopsError {
  return new GitopsError(
    'RENDER_UNSUPPORTED',
    `Argo Application '${resource.metadata.name}' takes several revisions of this repository: '${targets.join("', '")}'`,
    { source: { file }, hint: 'Give its sources one targetRevision, or let Argo CD deliver it.' },
  );
}
