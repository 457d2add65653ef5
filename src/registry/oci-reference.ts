import { registryFailure } from './registry-failure.js';

/** An OCI repository. */
export interface OciReference {
  /** Host and port as they are written. */
  readonly registry: string;
  readonly repository: string;
}

/** @param url with or without `oci://` @throws GitopsError REGISTRY_FAILED for what is none */
export function ociReference(url: string): OciReference {
  const [, registry, repository] =
    /^(?:oci:\/\/)?([\w.-]+(?::\d+)?|\[[0-9a-f:]+\](?::\d+)?)\/([a-z0-9]+(?:[._/-]+[a-z0-9]+)*)\/?$/i.exec(url) ?? [];
  if (registry === undefined || repository === undefined || repository.split('/').includes('..')) {
    throw registryFailure(url, 'it is not an OCI repository: registry/repository');
  }
  return {
    registry,
    repository: registry === 'docker.io' && !repository.includes('/') ? `library/${repository}` : repository,
  };
}
