import { createHash } from 'node:crypto';
import { GitopsError } from '../errors.js';
import { isRecord } from '../manifest/kube-object.js';
import { anyText } from '../manifest/untyped.js';
import { type Answer, httpGet } from './http-get.js';
import type { OciReference } from './oci-reference.js';
import { authorize, type Challenge } from './oci-token.js';
import type { RegistryAccess } from './registry-access.js';
import { registryFailure, registryInvalid } from './registry-failure.js';

/** One file of an OCI artifact. */
export interface OciLayer {
  readonly mediaType: string;
  readonly digest: string;
}

export interface OciManifest {
  /** `sha256:…` of the manifest itself. */
  readonly digest: string;
  readonly layers: readonly OciLayer[];
}

/** @see https://github.com/opencontainers/distribution-spec/blob/main/spec.md */
export interface OciRepository {
  /** Every tag. @throws GitopsError REGISTRY_FAILED, REGISTRY_NOT_FOUND */
  tags(): Promise<readonly string[]>;
  /** Undefined when there is no such tag or digest. @throws GitopsError REGISTRY_FAILED, REGISTRY_INVALID */
  manifest(reference: string): Promise<OciManifest | undefined>;
  /** @throws GitopsError REGISTRY_FAILED, REGISTRY_INVALID for another digest */
  blob(digest: string): Promise<Uint8Array>;
}

const LARGEST_BLOB = 128 * 1024 * 1024;
const LARGEST_DOCUMENT = 4 * 1024 * 1024;
const MOST_PAGES = 200;
const MANIFESTS = 'application/vnd.oci.image.manifest.v1+json, application/vnd.docker.distribution.manifest.v2+json';

/** An OCI repository as Argo CD and Helm read it. */
export function openOciRepository({ registry, repository }: OciReference, access: RegistryAccess): OciRepository {
  const host = registry === 'docker.io' ? 'registry-1.docker.io' : registry;
  const base = `${access.insecureOCIForceHttp === true ? 'http' : 'https'}://${host}/v2/${repository}`;
  let authorization = access.bearerToken === undefined ? undefined : `Bearer ${access.bearerToken}`;
  const get = async (url: string, accept: string, maxBytes: number): Promise<Answer> => {
    const headers = { accept };
    const first = await httpGet(url, { access, headers, authorization, maxBytes });
    if (first.status !== 401) return first;
    authorization = await authorize(challengeOf(first), { host, repository, access });
    return authorization === undefined ? first : httpGet(url, { access, headers, authorization, maxBytes });
  };
  return {
    async tags() {
      const all: string[] = [];
      let next: string | undefined = `${base}/tags/list`;
      for (let page = 0; next !== undefined && page < MOST_PAGES; page++) {
        const { status, body, headers }: Answer = await get(next, 'application/json', LARGEST_DOCUMENT);
        if (status !== 200) throw failure(`${base}/tags/list`, status);
        const list = documentOf(body, next)['tags'];
        all.push(...(Array.isArray(list) ? list.map(String) : []));
        const link: string | undefined = /<([^<>]+)>;\s*rel="?next"?/.exec(String(headers['link'] ?? ''))?.[1];
        const following: URL | undefined = link === undefined ? undefined : new URL(link, next);
        next = following !== undefined && following.origin === new URL(base).origin ? following.href : undefined;
      }
      return all;
    },
    async manifest(reference) {
      const url = `${base}/manifests/${reference}`;
      const { status, body } = await get(url, MANIFESTS, LARGEST_DOCUMENT);
      if (status === 404 || status === 400) return undefined;
      if (status !== 200) throw failure(url, status);
      const digest = digestOf(body);
      if (reference.startsWith('sha256:') && digest !== reference)
        throw registryInvalid(`'${url}'`, `has the digest '${digest}'`);
      const layers = documentOf(body, url)['layers'];
      if (!Array.isArray(layers))
        throw registryInvalid(`'${url}'`, 'is not a manifest of an artifact: it has no layers');
      return {
        digest,
        layers: layers
          .filter(isRecord)
          .map((layer) => ({ mediaType: anyText(layer['mediaType']), digest: anyText(layer['digest']) })),
      };
    },
    async blob(digest) {
      const url = `${base}/blobs/${digest}`;
      if (!/^sha256:[0-9a-f]{64}$/.test(digest))
        throw registryInvalid(`'${url}'`, 'is named by a digest that is not SHA-256');
      const { status, body } = await get(url, '*/*', LARGEST_BLOB);
      if (status !== 200) throw failure(url, status);
      if (digestOf(body) !== digest) throw registryInvalid(`'${url}'`, `has the digest '${digestOf(body)}'`);
      return body;
    },
  };
}

function digestOf(body: Uint8Array): string {
  return `sha256:${createHash('sha256').update(body).digest('hex')}`;
}

function failure(url: string, status: number): GitopsError {
  if (status !== 404) return registryFailure(url, `the registry answered ${status}`, status);
  return new GitopsError('REGISTRY_NOT_FOUND', `'${url}' is not there`, {
    hint: 'Correct repoURL, chart or targetRevision.',
  });
}

function documentOf(body: Buffer, url: string): Readonly<Record<string, unknown>> {
  try {
    const document: unknown = JSON.parse(body.toString('utf8'));
    if (isRecord(document)) return document;
  } catch {
    // reported below
  }
  throw registryInvalid(`'${url}'`, 'is not JSON');
}

/** `Bearer realm="…",service="…",scope="…"` or `Basic realm="…"`. */
function challengeOf({ headers }: Answer): Challenge {
  const text = String(headers['www-authenticate'] ?? '');
  const fields = Object.fromEntries(
    [...text.matchAll(/\b(\w+)="([^"]*)"/g)].map(([, key = '', value = '']) => [key.toLowerCase(), value]),
  );
  return { scheme: (/^\s*(\w+)/.exec(text)?.[1] ?? '').toLowerCase(), ...fields };
}
