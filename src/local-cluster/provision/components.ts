import { VERSIONS } from '../versions.js';
import type { Binaries } from './binaries.js';

/** What is made in one go and cached as a whole. */
export interface Component {
  readonly name: 'etcd' | 'kube' | 'kwok';
  readonly version: string;
  readonly binaries: readonly (keyof Binaries)[];
  /** Folder in `tools/control-plane`. */
  readonly module: string;
  /** The main package; `.` is the module's own. */
  readonly package: string;
  readonly buildFlags: readonly string[];
}

/**
 * How long a build takes with empty caches on two quiet cores, in seconds. Not part of a component: that
 * names the cached binaries.
 */
export const BUILD_SECONDS: Readonly<Record<Component['name'], number>> = { etcd: 55, kwok: 110, kube: 345 };

/** Cheapest first, so that a build that is interrupted has something to show. */
export const COMPONENTS: readonly Component[] = [
  {
    name: 'etcd',
    version: VERSIONS.etcd,
    binaries: ['etcd'],
    module: 'etcd',
    package: 'go.etcd.io/etcd/server/v3',
    buildFlags: ['-ldflags=-s -w'],
  },
  {
    name: 'kwok',
    version: VERSIONS.kwok,
    binaries: ['kwok'],
    module: 'kwok',
    package: 'sigs.k8s.io/kwok/cmd/kwok',
    buildFlags: ['-ldflags=-s -w'],
  },
  {
    name: 'kube',
    version: VERSIONS.kubernetes,
    binaries: ['apiServer', 'controllerManager', 'scheduler', 'kubectl'],
    module: 'kube',
    package: '.',
    buildFlags: ['-tags=selinux,notest,grpcnotrace', `-ldflags=-s -w ${kubeVersionFlags()}`],
  },
];

/** As upstream's hack/lib/version.sh: without them `/version` says `v0.0.0-master+$Format:%H$`. */
function kubeVersionFlags(): string {
  const [major, minor] = VERSIONS.kubernetes.slice(1).split('.');
  const values = {
    gitVersion: VERSIONS.kubernetes,
    gitMajor: major,
    gitMinor: minor,
    gitTreeState: 'clean',
    gitCommit: 'unknown',
    buildDate: '1970-01-01T00:00:00Z',
  };
  const packages = ['k8s.io/component-base/version', 'k8s.io/client-go/pkg/version'];
  return packages
    .flatMap((name) => Object.entries(values).map(([key, value]) => `-X ${name}.${key}=${value}`))
    .join(' ');
}
