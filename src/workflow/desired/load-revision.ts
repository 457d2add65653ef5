import type { ArgoApplication } from '../../argocd/application/application.js';
import type { ClusterSecret } from '../../argocd/clusters/cluster-secret.js';
import { ANNOTATION } from '../../argocd/labels.js';
import { type RollingTurn, rollingTurns } from '../../argocd/set/rolling-sync.js';
import { applicationKey, inventoryName } from '../../cluster/inventory/name.js';
import type { DesiredApplication } from '../../cluster/objects/desired.js';
import type { LuaOverrides } from '../../engines/lua-health/lua-override.js';
import { openRepository } from '../../git/open-repository.js';
import type { GitRepository } from '../../git/repository.js';
import { groupBy } from '../../manifest/group-by.js';
import type { Origin } from '../../render/resources/argo-resources.js';
import type { RevisionOptions, Selection } from '../api/options.js';
import type { RevisionSummary, SkippedApplication } from '../api/results.js';
import { keepingRepository } from '../revision/keeping-repository.js';
import { originLabels } from '../revision/origin-labels.js';
import { ownRepositories } from '../revision/own-repositories.js';
import { homeIdentities } from '../revision/own-repository.js';
import { fetchedSources } from '../sources/fetched-sources.js';
import type { RecordedSources } from '../sources/recorded-sources.js';
import { type ProjectVerdict, projectVerdict } from '../verdicts/project-verdict.js';
import {
  assertNotAllSkipped,
  assertSelected,
  findCluster,
  matches,
  type Purpose,
  type SelectedApplication,
  skipped,
} from '../verdicts/selection.js';
import { argocdOf } from './argocd-of.js';
import type { ClusterTarget } from './cluster-target.js';
import { toDesiredApplication } from './desired-application.js';
import { renderUnselected } from './render-unselected.js';
import type { RenderedRevisionContent } from './revision-cache.js';
import { readContent } from './revision-content.js';
import { shareEngines } from './share-engines.js';

export interface LoadOptions extends RevisionOptions, Selection {
  /** `look` has what Argo CD delivers, too; `write` skips it. Default: `write`. */
  readonly purpose?: Purpose;
  /**
   * Read the commit although the output on disk differs from it: for verbs that change nothing, or name their
   * revision. Default: false.
   */
  readonly allowDirty?: boolean;
  /** See `ReadOptions`. */
  readonly recorded?: RecordedSources;
  /** See `PlanOptions`. */
  readonly impersonate?: boolean;
  /** See `ClusterVerbOptions`. */
  readonly now?: Date;
  readonly signal?: AbortSignal;
}

/** What Git says: the desired state of the selected Argo Applications, by cluster. */
export interface LoadedRevision {
  readonly revision: RevisionSummary;
  readonly git: GitRepository;
  readonly targets: readonly ClusterTarget[];
  readonly skipped: readonly SkippedApplication[];
  /** What AppProjects say of the selected Argo Applications, by key. */
  readonly verdicts: ReadonlyMap<string, ProjectVerdict>;
  /** When those of ApplicationSets with RollingSync have their turn, by key. */
  readonly turns: ReadonlyMap<string, RollingTurn>;
  /** The health rules of `argocd-cm`. */
  readonly healthOverrides: LuaOverrides;
}

/**
 * Reads a revision without checking it out, and renders the selected Argo Applications. One whose
 * `targetRevision` is a commit or a tag is rendered as it was there.
 *
 * @throws GitopsError WORKFLOW_OUTPUT_DIRTY when the output on disk is not committed,
 * WORKFLOW_NOTHING_SELECTED, WORKFLOW_ARGOCD_DELIVERS, WORKFLOW_CLUSTER_UNKNOWN,
 * ARGOCD_INVALID_CUSTOMIZATION, and what reading and rendering throw
 */
export async function loadRevision(options: LoadOptions): Promise<LoadedRevision> {
  const git = await openRepository(options.repository, { offline: options.sources?.offline });
  const isSelected = (application: ArgoApplication, clusters: readonly ClusterSecret[]) =>
    isWanted(application, clusters, options);
  const { revision, content, isOwn, files } = await readContent(git, options, isSelected);
  const applications = content.resources.applications.map(({ resource }) => resource);
  const own = ownRepositories(applications, isOwn, await homeIdentities(git, options));
  const { targets, ...grouped } = group(content, options, revision, own);
  const share = shareEngines();
  const known = targets.map((target) => ({
    ...target,
    unselected: renderUnselected(files, target.secret, isSelected, share),
  }));
  return { revision, git, healthOverrides: content.healthOverrides, targets: known, ...grouped };
}

function isWanted(
  application: ArgoApplication,
  clusters: readonly ClusterSecret[],
  selection: Pick<LoadOptions, 'purpose'> & Selection,
): boolean {
  const { name, server } = application.spec.destination;
  const cluster = clusters.find((one) => (name === undefined ? one.server === server : one.name === name));
  return (
    skipped(application, selection.purpose ?? 'write') === undefined &&
    matches(application, cluster ?? { name: name ?? '' }, selection)
  );
}

/** The selected Argo Applications by cluster, each cluster with what else Git has for it. */
function group(
  { rendered, resources }: RenderedRevisionContent,
  options: LoadOptions,
  revision: RevisionSummary,
  ownRepositories: ReadonlySet<string>,
): Pick<LoadedRevision, 'targets' | 'skipped' | 'turns' | 'verdicts'> {
  const known = resources.applications.map(
    ({ resource, file }): SelectedApplication => ({
      application: resource,
      file,
      cluster: findCluster(resource, resources.clusters, file),
    }),
  );
  const { synced, left } = select(known, options, revision);
  const verdicts = judge(synced, resources, options);
  const clusters = new Map(synced.map(({ cluster }) => [cluster.name, cluster]));
  const desired = desiredByCluster(synced, rendered, resources, verdicts, ownRepositories);
  const unknownSets = resources.applicationSets
    .filter(({ unknown }) => unknown !== undefined)
    .map(({ resource }) => resource.metadata.name);
  const targets = [...clusters.values()].map((secret) => ({
    secret,
    applications: desired.get(secret.name) ?? [],
    inGit: inventoriesInGit(known, secret.name),
    ownRepositories,
    unknownSets,
  }));
  return { targets, skipped: left, turns: turnsOf(resources), verdicts };
}

/** Those that were named, without those that are not for us; there has to be one. */
function select(
  known: readonly SelectedApplication[],
  options: LoadOptions,
  revision: RevisionSummary,
): { readonly synced: readonly SelectedApplication[]; readonly left: readonly SkippedApplication[] } {
  const { purpose = 'write' } = options;
  const selected = known.filter(({ application, cluster }) => matches(application, cluster, options));
  assertSelected(selected.length, options, known, revision.shortId);
  const left = selected.flatMap(({ application }) => skipped(application, purpose) ?? []);
  const synced = selected.filter(({ application }) => skipped(application, purpose) === undefined);
  assertNotAllSkipped(synced.length, left, revision.shortId);
  return { synced, left };
}

/** What AppProjects say of each, by key. */
function judge(
  selected: readonly SelectedApplication[],
  resources: RenderedRevisionContent['resources'],
  { impersonate, now = new Date() }: LoadOptions,
): LoadedRevision['verdicts'] {
  return new Map(
    selected.map(({ application, file, cluster }) => [
      applicationKey(application.metadata),
      projectVerdict({ resource: application, file }, resources, { cluster, now, impersonate }),
    ]),
  );
}

/** What is wanted of each cluster, by its name. */
function desiredByCluster(
  selected: readonly SelectedApplication[],
  rendered: RenderedRevisionContent['rendered'],
  resources: RenderedRevisionContent['resources'],
  verdicts: LoadedRevision['verdicts'],
  ownRepositories: ReadonlySet<string>,
): ReadonlyMap<string, readonly DesiredApplication[]> {
  const origins = new Map(resources.applications.map(({ resource, origin }) => [resource, origin]));
  const byKey = new Map(rendered.map((one) => [applicationKey(one.application.metadata), one]));
  const desired = selected.flatMap(({ application, cluster }) => {
    const one = byKey.get(applicationKey(application.metadata));
    if (!one) return [];
    const wanted = toDesiredApplication(
      one.application,
      one.file,
      one.objects,
      argocdOf(one.application, resources),
      one.content,
    );
    const whole: DesiredApplication = {
      ...withOrigin(wanted, origins.get(application)),
      repository: keepingRepository(application, ownRepositories),
      ...verdicts.get(applicationKey(application.metadata))?.permissions,
      ...fetchedSources(one.sources),
      ...(one.revision ? { revision: one.revision } : {}),
    };
    return [{ cluster: cluster.name, whole }];
  });
  const grouped = groupBy(desired, ({ cluster }) => cluster);
  return new Map([...grouped].map(([cluster, members]) => [cluster, members.map(({ whole }) => whole)]));
}

/** Names of the inventories that the Argo Applications of a cluster have, but for those that moved away. */
function inventoriesInGit(known: readonly SelectedApplication[], cluster: string): ReadonlySet<string> {
  const staying = known.filter(
    (one) => one.cluster.name === cluster && one.application.metadata.annotations?.[ANNOTATION.movedTo] === undefined,
  );
  return new Set(staying.map(({ application }) => inventoryName(applicationKey(application.metadata))));
}

function turnsOf({ applications, applicationSets }: RenderedRevisionContent['resources']): LoadedRevision['turns'] {
  return new Map(
    applicationSets.flatMap(({ resource }) => {
      const made = applications.flatMap((found) =>
        found.origin?.kind === 'ApplicationSet' && found.origin.name === resource.metadata.name ? [found.resource] : [],
      );
      const instances = new Map(made.map(({ metadata }) => [metadata.name, applicationKey(metadata)]));
      return [...rollingTurns(resource, made)].map(([name, turn]) => [instances.get(name) ?? name, turn] as const);
    }),
  );
}

function withOrigin(application: DesiredApplication, origin: Origin | undefined): DesiredApplication {
  return { ...application, labels: { ...application.labels, ...originLabels(origin) } };
}
