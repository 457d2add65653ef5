import { findRepository } from '../../argocd/repositories/find-repository.js';
import { isRange } from '../../argocd/versions/is-range.js';
import { newestVersion } from '../../argocd/versions/newest-version.js';
import { GitopsError } from '../../errors.js';
import { credentialsOf, withoutCredentials } from '../../host/address.js';
import { ociReference } from '../../registry/oci-reference.js';
import { type OciRepository, openOciRepository } from '../../registry/oci-registry.js';
import { registryInvalid } from '../../registry/registry-failure.js';
import { topFolder, unpackArchive } from '../../registry/unpack-archive.js';
import type { LocatedSource } from '../../render/source/locate-source.js';
import { registryAccess } from './locate-chart.js';
import type { LocateContext } from './locate-git.js';

const HELM_LAYER = 'application/vnd.cncf.helm.chart.content.v1.tar+gzip';
const LAYERS = ['application/vnd.oci.image.layer.v1.tar', 'application/vnd.oci.image.layer.v1.tar+gzip', HELM_LAYER];
const DIGEST = /^sha256:[0-9a-f]{64}$/;
const MOST_LAYERS = 10;

/**
 * The files of an artifact in an OCI registry, as Argo CD reads `oci://` sources: its single layer of files.
 * A digest that is cached asks no server.
 *
 * @throws GitopsError REGISTRY_FAILED, REGISTRY_INVALID, REGISTRY_NOT_FOUND, WORKFLOW_OFFLINE,
 * ARGOCD_INVALID_REPOSITORY
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/oci/
 */
export async function locateArtifact(
  repoURL: string,
  targetRevision: string,
  context: LocateContext,
): Promise<LocatedSource> {
  const { url, ...user } = credentialsOf(repoURL);
  const entry = findRepository(url, context.entries);
  const open: Open = async () =>
    openOciRepository(ociReference(url), await registryAccess(url, { ...user, ...entry }, context, true));
  const digest = DIGEST.test(targetRevision) ? targetRevision : await digestOf(open, url, targetRevision, context);
  const text = await context.cache.pinned(['the artifact', url, digest], async () =>
    JSON.stringify(await download(await open(), url, digest)),
  );
  const { mediaType, content } = JSON.parse(text) as Downloaded; // the cache gives back what `download` said
  const archive = Buffer.from(content, 'base64');
  const what = `the artifact '${withoutCredentials(url)}' ${digest.slice(0, 19)}`;
  return {
    tree: unpackArchive(archive, what, mediaType === HELM_LAYER ? topFolder(archive, what) : undefined),
    revision: digest,
    fetched: true,
  };
}

/** Only what is not cached needs credentials. */
type Open = () => Promise<OciRepository>;

interface Downloaded {
  readonly mediaType: string;
  /** In base64. */
  readonly content: string;
}

async function download(repository: OciRepository, url: string, digest: string): Promise<Downloaded> {
  const manifest = await repository.manifest(digest);
  if (manifest === undefined) throw notFound(url, digest);
  const content = manifest.layers.filter(({ mediaType }) => /(tar\+gzip|tar\.gzip|tar)$/.test(mediaType));
  const foreign = content.find(({ mediaType }) => !LAYERS.includes(mediaType));
  const what = `the artifact '${withoutCredentials(url)}'`;
  if (foreign !== undefined)
    throw registryInvalid(what, `has a layer of the kind '${foreign.mediaType}', which Argo CD does not take`);
  const [layer] = content;
  if (layer === undefined || content.length > 1 || manifest.layers.length > MOST_LAYERS) {
    throw registryInvalid(what, `has ${content.length} layers of files, and Argo CD takes exactly one`);
  }
  return { mediaType: layer.mediaType, content: Buffer.from(await repository.blob(layer.digest)).toString('base64') };
}

/** A tag is looked for first, then a range of versions among all tags. */
async function digestOf(
  open: Open,
  url: string,
  revision: string,
  { cache, onNotice }: LocateContext,
): Promise<string> {
  const { text, isOld } = await cache.floating([`what '${revision}' is in`, url], async () => {
    const repository = await open();
    const isTag = /^[\w][\w.-]{0,127}$/.test(revision);
    const found = isTag ? await repository.manifest(revision) : undefined;
    if (found !== undefined) return found.digest;
    if (!isRange(revision)) throw notFound(url, revision);
    const tags = (await repository.tags()).map((tag) => tag.replaceAll('_', '+'));
    const newest = newestVersion(revision, tags);
    const digest = newest === undefined ? undefined : (await repository.manifest(newest.replaceAll('+', '_')))?.digest;
    if (digest === undefined) throw notFound(url, revision);
    return digest;
  });
  if (isOld)
    onNotice?.({
      kind: 'offline-revision',
      message: `'${revision}' of '${withoutCredentials(url)}' is ${text.slice(0, 19)}, as it was resolved last: --offline asks no server`,
    });
  return text;
}

function notFound(url: string, revision: string): GitopsError {
  return new GitopsError('REGISTRY_NOT_FOUND', `'${withoutCredentials(url)}' has no tag or digest '${revision}'`, {
    hint: 'Correct targetRevision.',
  });
}
