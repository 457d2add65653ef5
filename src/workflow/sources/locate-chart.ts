import { findRepository } from '../../argocd/repositories/find-repository.js';
import type { RepositoryEntry } from '../../argocd/repositories/repository-entry.js';
import { newestVersion } from '../../argocd/versions/newest-version.js';
import { parseVersion } from '../../argocd/versions/version.js';
import { GitopsError } from '../../errors.js';
import { credentialsOf, withoutCredentials } from '../../host/address.js';
import { trimEndOf } from '../../host/trim-end-of.js';
import { type ChartVersion, chartVersions, downloadChart } from '../../registry/helm-repository.js';
import { ociReference } from '../../registry/oci-reference.js';
import { openOciRepository } from '../../registry/oci-registry.js';
import type { RegistryAccess } from '../../registry/registry-access.js';
import { registryInvalid } from '../../registry/registry-failure.js';
import type { FetchedChart } from '../../render/source/source-context.js';
import { dockerCredentials } from './docker-credentials.js';
import type { LocateContext } from './locate-git.js';

export interface ChartRequest {
  /** Of a Helm repository, or of an OCI registry with or without `oci://`. */
  readonly repoURL: string;
  /** The registry's URL has it at its end already when it is empty. */
  readonly chart: string;
  /** A version, or a range of them. */
  readonly version: string;
  readonly passCredentials?: boolean;
}

const HELM_LAYER = 'application/vnd.cncf.helm.chart.content.v1.tar+gzip';

/**
 * A packed chart. An exact version that is cached asks no server, as with Argo CD; a range does.
 *
 * @throws GitopsError REGISTRY_FAILED, REGISTRY_INVALID, REGISTRY_NOT_FOUND, WORKFLOW_OFFLINE,
 * ARGOCD_INVALID_REPOSITORY
 */
export async function locateChart(request: ChartRequest, context: LocateContext): Promise<FetchedChart> {
  const { url, ...user } = credentialsOf(request.repoURL);
  const entry = findRepository(url, context.entries);
  const isOci = entry?.enableOCI === true || !/^https?:\/\//i.test(url);
  const make = async (): Promise<ChartSource> => {
    const place = request.chart === '' ? url : `${trimEndOf(url, '/')}/${request.chart}`;
    const access = await registryAccess(place, { ...user, ...entry }, context, isOci);
    return isOci
      ? ociSource(place, request.chart || url, access)
      : helmSource(url, request.chart, { ...access, ...passing(request) });
  };
  let source: Promise<ChartSource> | undefined;
  const open = (): Promise<ChartSource> => {
    source ??= make();
    return source;
  };
  try {
    const version = await choose(request, url, async () => (await open()).versions(), context);
    const archive = await context.cache.pinned([`the chart '${request.chart || url}' ${version} of`, url], async () =>
      Buffer.from(await (await open()).download(version)).toString('base64'),
    );
    return { version, archive: Buffer.from(archive, 'base64') };
  } catch (error) {
    throw notFetched(error, request, url, isOci);
  }
}

/** An error for a server that does not answer, with the chart that was requested. */
function notFetched(error: unknown, { chart, version }: ChartRequest, url: string, isOci: boolean): unknown {
  if (!GitopsError.is(error) || error.code !== 'REGISTRY_FAILED') return error;
  const shown = withoutCredentials(url);
  const what =
    chart === ''
      ? `the chart '${shown}' ${version}`
      : `the chart '${chart}' ${version} of the ${isOci ? 'OCI registry' : 'Helm repository'} '${shown}'`;
  return error.with(({ message, hint = '' }) => ({
    message: `${what} cannot be fetched: ${message}`,
    hint: `${hint} What was fetched before is taken from the cache with --offline.`.trimStart(),
  }));
}

/** How a registry is entered: the operator's file, otherwise docker's for OCI. */
export async function registryAccess(
  url: string,
  entry: Partial<RepositoryEntry>,
  { options, trusted }: LocateContext,
  isOci: boolean,
): Promise<RegistryAccess> {
  const hasUser = entry.username !== undefined || entry.password !== undefined || entry.bearerToken !== undefined;
  const docker = isOci && !hasUser ? await dockerCredentials(ociReference(url), options) : {};
  const host = new URL(isOci ? `https://${url.replace(/^oci:\/\//i, '')}` : url).hostname;
  const authority = trusted.certificates.get(host);
  return {
    ...docker,
    ...entry,
    ...(authority === undefined ? {} : { tlsCertificateAuthority: authority }),
    ...(options.environment === undefined ? {} : { environment: options.environment }),
    ...(options.timeoutMs === undefined ? {} : { timeoutMs: options.timeoutMs }),
  };
}

function passing({ passCredentials }: ChartRequest): Pick<RegistryAccess, 'passCredentials'> {
  return passCredentials === true ? { passCredentials } : {};
}

interface ChartSource {
  versions(): Promise<readonly string[]>;
  download(version: string): Promise<Uint8Array>;
}

function helmSource(url: string, chart: string, access: RegistryAccess): ChartSource {
  return {
    versions: async () => (await chartVersions(url, chart, access)).map(({ version }) => version),
    async download(version) {
      const all = await chartVersions(url, chart, access);
      const found: ChartVersion | undefined = all.find((one) => one.version === version) ?? newestOf(all, version);
      if (found === undefined) throw noVersion(chart, url, version);
      return downloadChart(url, found, access);
    },
  };
}

/** `helm pull --version 1.2` takes the newest 1.2.x where there is no 1.2 itself. */
function newestOf(all: readonly ChartVersion[], version: string): ChartVersion | undefined {
  const newest = newestVersion(
    `=${version}`,
    all.map((one) => one.version),
  );
  return all.find((one) => one.version === newest);
}

function ociSource(url: string, name: string, access: RegistryAccess): ChartSource {
  const repository = openOciRepository(ociReference(url), access);
  return {
    versions: async () => (await repository.tags()).map((tag) => tag.replaceAll('_', '+')),
    async download(version) {
      const manifest = await repository.manifest(version.replaceAll('+', '_'));
      if (manifest === undefined) throw noVersion(name, url, version);
      const layer = manifest.layers.find(({ mediaType }) => mediaType === HELM_LAYER);
      if (layer === undefined)
        throw registryInvalid(
          `'${name}' ${version} of '${withoutCredentials(url)}'`,
          'is not a chart: it has no layer of that kind',
        );
      return repository.blob(layer.digest);
    },
  };
}

async function choose(
  { chart, version }: ChartRequest,
  url: string,
  versions: ChartSource['versions'],
  { cache, onNotice }: LocateContext,
): Promise<string> {
  if (typeof parseVersion(version) === 'object') return version;
  const { text, isOld } = await cache.floating([`the versions of the chart '${chart || url}' of`, url], async () =>
    JSON.stringify(await versions()),
  );
  const found = newestVersion(version, JSON.parse(text) as string[]); // the cache gives back what `versions` said
  if (found === undefined) throw noVersion(chart || url, url, version);
  if (isOld) {
    onNotice?.({
      kind: 'offline-revision',
      message: `'${version}' of the chart '${chart || withoutCredentials(url)}' is ${found}, as it was resolved last: --offline asks no server`,
    });
  }
  return found;
}

function noVersion(chart: string, url: string, version: string): GitopsError {
  return new GitopsError(
    'REGISTRY_NOT_FOUND',
    `the chart '${chart}' of '${withoutCredentials(url)}' has no version '${version}'`,
    {
      hint: 'Correct targetRevision, or the version of the dependency.',
    },
  );
}
