import type { ArgoApplication } from '../../argocd/application/application.js';
import { type ClusterSecret, IN_CLUSTER_SERVER } from '../../argocd/clusters/cluster-secret.js';
import { ANNOTATION } from '../../argocd/labels.js';
import { applicationKey, inventoryName } from '../../cluster/inventory/name.js';
import type { LuaOverrides } from '../../engines/lua-health/lua-override.js';
import { GitopsError } from '../../errors.js';
import { openRepository } from '../../git/open-repository.js';
import type { GitRepository } from '../../git/repository.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import type { RevisionOptions } from '../api/options.js';
import type { RevisionSummary } from '../api/results.js';
import { committedHealthRules } from '../desired/committed-health-rules.js';
import { renderRevision } from '../desired/render-revision.js';
import { withEngines } from '../desired/with-engines.js';
import { countingFirst } from '../revision/given-settings.js';
import { ownRepositories } from '../revision/own-repositories.js';
import { homeIdentities } from '../revision/own-repository.js';
import { type ReadOptions, type RevisionFiles, readRevision } from '../revision/read-revision.js';
import { summaryOf } from '../revision/revision-summary.js';
import { type ProjectVerdict, projectVerdict } from '../verdicts/project-verdict.js';

/** A cluster, and what Git has for it. */
export interface KnownCluster {
  readonly secret: ClusterSecret;
  /** The Argo Applications by inventory name, without those that continue under another name. */
  readonly applications: ReadonlyMap<string, ArgoApplication>;
  /** What the rendered ones render to, by inventory name. */
  readonly rendered: ReadonlyMap<string, readonly KubeObject[]>;
  /** What their AppProjects permit of them, by inventory name. */
  readonly permissions: ReadonlyMap<string, ProjectVerdict['permissions']>;
}

/**
 * The clusters that a revision knows, whether an Argo Application goes there or not, and those that are named
 * though it does not know them.
 */
export interface KnownClusters {
  readonly revision: RevisionSummary;
  readonly clusters: readonly KnownCluster[];
  /** The names by which inventories know this repository. */
  readonly ownRepositories: ReadonlySet<string>;
  /** ApplicationSets of which it is not known what they make. */
  readonly unknownSets: readonly string[];
  /** The health rules of `argocd-cm`. @throws GitopsError ARGOCD_INVALID_CUSTOMIZATION */
  healthOverrides(): LuaOverrides;
}

/**
 * Reads which clusters and Argo Applications a revision has, without rendering anything that is not wanted. A
 * revision without any output is empty, not an error: its last application may just have left.
 *
 * @param named clusters to know also when they left Git: reached by the access file or a kubeconfig context
 * of their name
 * @param wanted which Argo Applications are rendered, by their name in Git and in that of their cluster
 * @throws GitopsError with every file that cannot be read: what is missing in Git could be in it
 */
export async function loadClusters(
  options: RevisionOptions,
  named: readonly string[] = [],
  wanted: (application: ArgoApplication, cluster: ClusterSecret) => boolean = () => false,
): Promise<KnownClusters> {
  const git = await openRepository(options.repository, { offline: options.sources?.offline });
  const known = await withEngines(options, async (open) => {
    const read = await readOutput(git, open);
    const isWanted = (application: ArgoApplication, clusters: readonly ClusterSecret[]) =>
      wanted(application, destinationOf(application, clusters));
    return read && { read, ...(await renderRevision(read, { wanted: isWanted })) };
  });
  if (!known) return { ...(await emptyRevision(git, options)), clusters: named.map(emptyCluster) };
  const { read, rendering } = known;
  GitopsError.throwAll(rendering.problems);
  const applications = rendering.applications.map(({ resource }) => resource);
  const destinations = rendering.applications.map(({ resource, file }) => ({
    application: resource,
    file,
    secret: destinationOf(resource, rendering.clusters),
  }));
  const clusters = new Map(
    [...destinations.map(({ secret }) => secret), ...rendering.clusters].map(
      (secret) => [secret.name, secret] as const,
    ),
  );
  const secrets = [...clusters.values(), ...named.filter((name) => !clusters.has(name)).map(unknownSecret)];
  const staying = destinations.filter(
    ({ application }) => application.metadata.annotations?.[ANNOTATION.movedTo] === undefined,
  );
  const objects = new Map(
    rendering.rendered.map((one) => [inventoryName(applicationKey(one.application.metadata)), one.objects] as const),
  );
  return {
    revision: read.revision,
    healthOverrides: () =>
      committedHealthRules(read.tree.files, [
        ...countingFirst(options),
        ...rendering.rendered.flatMap((one) => one.objects),
      ]),
    unknownSets: read.resources.applicationSets.flatMap(({ resource, unknown }) =>
      unknown === undefined ? [] : [resource.metadata.name],
    ),
    ownRepositories: ownRepositories(applications, read.isOwn, await homeIdentities(git, options)),
    clusters: secrets.map((secret) => ({
      secret,
      applications: new Map(
        staying
          .filter((one) => one.secret.name === secret.name)
          .map(({ application }) => [inventoryName(applicationKey(application.metadata)), application]),
      ),
      rendered: objects,
      permissions: new Map(
        destinations
          .filter((one) => one.secret.name === secret.name)
          .map(({ application, file }) => [
            inventoryName(applicationKey(application.metadata)),
            projectVerdict({ resource: application, file }, read.resources, { cluster: secret, now: new Date() })
              .permissions,
          ]),
      ),
    })),
  };
}

async function readOutput(git: GitRepository, options: ReadOptions): Promise<RevisionFiles | undefined> {
  try {
    return await readRevision(git, { ...options, allowDirty: true });
  } catch (error) {
    if (GitopsError.is(error) && error.code === 'GIT_FOLDER_NOT_FOUND' && options.outputDir === undefined)
      return undefined;
    throw error;
  }
}

async function emptyRevision(git: GitRepository, options: RevisionOptions): Promise<Omit<KnownClusters, 'clusters'>> {
  const { revision, worktree } = options;
  const summary = worktree
    ? { commit: 'worktree', shortId: 'worktree' }
    : summaryOf(await git.resolve(revision ?? 'HEAD'));
  return {
    revision: summary,
    healthOverrides: () => ({}),
    unknownSets: [],
    ownRepositories: new Set(await homeIdentities(git, options)),
  };
}

function destinationOf({ spec: { destination } }: ArgoApplication, clusters: readonly ClusterSecret[]): ClusterSecret {
  const { name, server } = destination;
  const found = clusters.find((cluster) => (name === undefined ? cluster.server === server : cluster.name === name));
  if (found) return found;
  if (server === IN_CLUSTER_SERVER || name === 'in-cluster')
    return { name: 'in-cluster', server: IN_CLUSTER_SERVER, type: 'in-cluster', labels: {} };
  return unknownSecret(name ?? server ?? '');
}

function emptyCluster(name: string): KnownCluster {
  return { secret: unknownSecret(name), applications: new Map(), rendered: new Map(), permissions: new Map() };
}

/** Git says nothing of it: the operator does. */
function unknownSecret(name: string): ClusterSecret {
  return { name, type: 'kubeconfig', labels: {} };
}
