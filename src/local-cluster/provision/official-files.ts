import { VERSIONS } from '../versions.js';
import { BINARY_NAMES } from './binaries.js';
import type { Component } from './components.js';

/** The official download sites. */
export interface DownloadSites {
  /** Index of controller-runtime's envtest archives: https://book.kubebuilder.io/reference/envtest */
  readonly envtestIndex: string;
  /** https://kubernetes.io/releases/download/ */
  readonly kubernetes: string;
  /** GitHub's description of a release; it names the digest of each file. */
  readonly kwokRelease: string;
}

export const OFFICIAL_SITES: DownloadSites = {
  envtestIndex: 'https://raw.githubusercontent.com/kubernetes-sigs/controller-tools/HEAD/envtest-releases.yaml',
  kubernetes: 'https://dl.k8s.io',
  kwokRelease: `https://api.github.com/repos/kubernetes-sigs/kwok/releases/tags/${VERSIONS.kwok}`,
};

export interface Platform {
  /** `linux` or `darwin`. */
  readonly os: string;
  /** `amd64` or `arm64`. */
  readonly architecture: string;
}

/** One file to download, named by a small text that also holds its checksum. */
export interface OfficialFile {
  /** The binary it gives, or the member of the archive. */
  readonly binary: string;
  readonly archive: boolean;
  /** Address of that small text. */
  readonly description: string;
  /** Finds address and checksum in the text; undefined when it does not list the file. */
  readonly locate: (description: string) => LocatedFile | undefined;
}

export interface LocatedFile {
  readonly url: string;
  readonly algorithm: 'sha256' | 'sha512';
  /** Hexadecimal. */
  readonly digest: string;
}

/**
 * The official files of a component; none where nobody publishes them for this platform: server binaries
 * exist for Linux only.
 */
export function officialFiles(
  component: Component,
  sites: DownloadSites,
  { os, architecture }: Platform,
): readonly OfficialFile[] {
  if (component.name === 'etcd') {
    const archive = `envtest-${VERSIONS.kubernetes}-${os}-${architecture}.tar.gz`;
    return [
      {
        binary: 'etcd',
        archive: true,
        description: sites.envtestIndex,
        locate: (index) => locateInIndex(index, archive),
      },
    ];
  }
  if (component.name === 'kwok') {
    const asset = `kwok-${os}-${architecture}`;
    return [
      {
        binary: 'kwok',
        archive: false,
        description: sites.kwokRelease,
        locate: (release) => locateInRelease(release, asset),
      },
    ];
  }
  if (os !== 'linux') return [];
  return component.binaries.map((name) => {
    const url = `${sites.kubernetes}/${component.version}/bin/${os}/${architecture}/${BINARY_NAMES[name]}`;
    return {
      binary: BINARY_NAMES[name],
      archive: false,
      description: `${url}.sha256`,
      locate: (text) => located(url, 'sha256', text.trim().split(/\s/)[0]),
    };
  });
}

/** The index is YAML of a fixed shape; two lines of it matter. */
function locateInIndex(index: string, archive: string): LocatedFile | undefined {
  const entry = new RegExp(`^ +${archive.replaceAll('.', '\\.')}:\\n((?: {6,}.*\\n?)+)`, 'm').exec(index)?.[1] ?? '';
  return located(/selfLink: (\S+)/.exec(entry)?.[1], 'sha512', /hash: ([0-9a-f]+)/.exec(entry)?.[1]);
}

/** https://docs.github.com/en/rest/releases/releases#get-a-release-by-tag-name */
function locateInRelease(release: string, name: string): LocatedFile | undefined {
  const { assets = [] } = JSON.parse(release) as {
    assets?: readonly { readonly name: string; readonly digest?: string; readonly browser_download_url: string }[];
  };
  const asset = assets.find((candidate) => candidate.name === name);
  return located(asset?.browser_download_url, 'sha256', asset?.digest?.replace(/^sha256:/, ''));
}

function located(
  url: string | undefined,
  algorithm: LocatedFile['algorithm'],
  digest: string | undefined,
): LocatedFile | undefined {
  const length = { sha256: 64, sha512: 128 }[algorithm];
  return url !== undefined && digest !== undefined && digest.length === length ? { url, algorithm, digest } : undefined;
}
