import { parseClusterSecret } from '../../argocd/clusters/cluster-secret.js';
import { parseClustersFile } from '../../argocd/clusters/parse-clusters-file.js';
import { publicClusterSecret } from '../../argocd/clusters/public-cluster-secret.js';
import type { GeneratorFiles } from '../../argocd/set/generators/generator-context.js';
import { parseRecordedParameters } from '../../argocd/set/generators/recorded-parameters.js';
import { createTemplates } from '../../engines/template/create-templates.js';
import { GitopsError } from '../../errors.js';
import type { FileSet } from '../../files/file-set.js';
import { followLinks } from '../../files/follow-links.js';
import { deepEqual } from '../../manifest/equality.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import { ENGINE_TIMEOUT_HINT } from '../../render/engine-timeout-hint.js';
import { createRenderEngines } from '../../render/render-engines.js';
import type { ArgoResources } from '../../render/resources/argo-resources.js';
import { type ExpandOptions, expandResources } from '../../render/resources/expand-resources.js';
import { withGivenSettings } from '../../render/resources/with-given-settings.js';
import type { RevisionOptions } from '../api/options.js';
import { givenSettings } from './given-settings.js';
import { isWritten } from './is-written.js';
import { locateSource } from './locate-source.js';
import { renderOne } from './render-one.js';
import type { RevisionFiles } from './revision-files.js';

/**
 * The Argo CD resources of a revision, with those that ApplicationSets and apps of apps generate.
 *
 * @param given the files with the resources, and which of them are expanded. Default: those of the revision;
 * all of them in another layout, and in ours the settings that other Argo Applications generate
 * @throws GitopsError ARGOCD_INVALID_PARAMETERS for the given files; faults in Git are in the problems
 */
export async function expandRevision(
  read: RevisionFiles,
  options: RevisionOptions,
  given: { readonly files?: FileSet; readonly walk?: ExpandOptions['walk'] } = {},
): Promise<ArgoResources> {
  const { generators = {} } = options;
  const recordings =
    generators.parameters === undefined
      ? []
      : parseRecordedParameters(generators.parameters.content, generators.parameters.file);
  const clusters =
    generators.clusters === undefined ? [] : parseClustersFile(generators.clusters.content, generators.clusters.file);
  const beside = givenSettings(options);
  const resources = withClusters(
    read.resources,
    [...clusters, ...beside.map(({ resource }) => resource), ...(generators.clusterSecrets ?? [])]
      .filter(({ kind }) => kind === 'Secret')
      .map(publicClusterSecret),
  );
  const { tree, isOwn } = read;
  const walk = given.walk ?? (isWritten(tree.files, read.output) ? 'settings' : 'all');
  const engines = createRenderEngines(read.engine);
  const locate = locateSource(read);
  const { timeoutMs, cacheDirectory } = read.engine;
  const templates = createTemplates({ timeoutMs, timeoutHint: ENGINE_TIMEOUT_HINT, cacheDirectory });
  try {
    const expandWith = (settings: ArgoResources['settings']) =>
      expandResources(
        { ...resources, settings },
        {
          files: given.files ?? tree.files,
          isOwn,
          walk,
          outside: read.beside ? (file) => !file.startsWith(`${read.output}/`) : undefined,
          inputs: { templates, recordings, files: (repoURL, revision) => filesAt(read, repoURL, revision) },
          render: (found) => renderOne(found, { ...read, resources: { ...resources, settings } }, locate, engines),
        },
      );
    const expanded = await expandWith(resources.settings);
    const { settings } = withGivenSettings(expanded, beside);
    // Argo CD builds with the settings that it was given by what it built.
    const settled = deepEqual(settings?.resource, resources.settings?.resource) ? expanded : await expandWith(settings);
    return withGivenSettings(settled, beside);
  } finally {
    await Promise.all([templates.close(), engines.close()]);
  }
}

function withClusters(resources: ArgoResources, more: readonly KubeObject[]): ArgoResources {
  const known = new Set(resources.clusters.map(({ name }) => name));
  const added = more.flatMap((secret) => {
    const cluster = parseClusterSecret(secret);
    if (cluster === undefined || known.has(cluster.name)) return [];
    known.add(cluster.name);
    return [{ cluster, secret }];
  });
  return {
    ...resources,
    clusters: [...resources.clusters, ...added.map(({ cluster }) => cluster)],
    clusterSecrets: [...resources.clusterSecrets, ...added.map(({ secret }) => ({ resource: secret, file: '' }))],
  };
}

async function filesAt(
  { tree, isOwn, pin: pinOf, readAt, remote }: RevisionFiles,
  repoURL: string,
  revision: string,
): Promise<GeneratorFiles> {
  const pinned = async () => {
    const pin = await pinOf(revision, repoURL);
    return pin === undefined ? tree : readAt(pin.commit);
  };
  const found = isOwn(repoURL) ? await pinned() : (await remote.git(repoURL, revision)).tree;
  const { files, binaries, unreadable, unread, links = new Map<string, string>() } = found;
  const others = [binaries, unreadable, links].flatMap((all) => [...(all?.keys() ?? [])]);
  return {
    paths: [...files.paths(), ...others, ...(unread?.paths ?? [])],
    async read(path) {
      const followed = followLinks(path, links);
      const real = 'path' in followed ? followed.path : path;
      const whole = (await unread?.read([real])) ?? found;
      const content = whole.files.get(real);
      if (content !== undefined) return content;
      throw (
        whole.unreadable?.get(real) ??
        new GitopsError('GIT_UNSUPPORTED_FILE', `'${path}' is not a text, and a git generator reads it`, {
          source: { file: path },
          hint: 'Exclude it from the generator: { path: …, exclude: true }.',
        })
      );
    },
  };
}
