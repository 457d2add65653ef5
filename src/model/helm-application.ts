import type { Construct } from 'constructs';
import type { AnyApplicationSettings } from './any-application.js';
import type { OnlyIn } from './only-in.js';
import type { AnyOverlaySettings } from './overlay.js';
import { SourceApplication } from './source-application.js';
import { HELM } from './sources/helm-kind.js';
import type { HelmOptions } from './sources/helm-options.js';
import type { ChartChange, ChartReference } from './sources/references.js';
import type { SourceKind } from './sources/source-kind.js';
import type { SourceSettings } from './sources/source-settings.js';

/** A chart, and what all environments share. */
export interface HelmApplicationProps<Values extends object = Readonly<Record<string, unknown>>>
  extends AnyApplicationSettings,
    HelmOptions<Values>,
    OnlyIn,
    SourceSettings {
  readonly chart: ChartReference;
}

/** What one cluster of an environment says beyond the overlay. */
export interface HelmChanges<Values extends object = Readonly<Record<string, unknown>>>
  extends HelmOptions<Values>,
    SourceSettings {
  /** Another chart, or another version of the chart: `{ version: '4.14.0' }`. A pin replaces the version. */
  readonly chart?: ChartChange;
}

/** What an environment says beyond the base. */
export interface HelmOverlayProps<Values extends object = Readonly<Record<string, unknown>>>
  extends AnyOverlaySettings,
    HelmChanges<Values> {
  readonly clusters?: Readonly<Record<string, HelmChanges<Values>>>;
}

/**
 * A chart of a Helm repository, an OCI registry, another Git repository or this repository. Argo CD renders
 * it.
 *
 * `Values` is the type of its values. Every value is optional, because the chart has defaults.
 *
 * @example
 * interface IngressValues {
 *   controller: { replicaCount: number; service: { type: 'ClusterIP' | 'LoadBalancer' } };
 * }
 * const ingress = new HelmApplication<IngressValues>(repository, 'ingress', {
 *   chart: { repository: 'https://charts.example.com', name: 'ingress', version: '4.13.0' },
 *   values: { controller: { replicaCount: 2 } },
 *   clusterScopedKinds: [{ group: 'networking.k8s.io', kind: 'IngressClass' }],
 * });
 * ingress.overlay(dev, { chart: { version: '4.14.0' } });
 * ingress.overlay(prod, { values: { controller: { replicaCount: 4 } } });
 */
export class HelmApplication<Values extends object = Readonly<Record<string, unknown>>> extends SourceApplication<
  HelmApplicationProps<Values>,
  HelmOverlayProps<Values>
> {
  constructor(scope: Construct, id: string, props: HelmApplicationProps<Values>) {
    super(scope, id, props);
  }

  /** @internal */
  protected override _kind(): SourceKind {
    return HELM;
  }
}
