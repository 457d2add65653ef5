import type { AnyApplication } from '../model/any-application.js';
import type { OverlayBuild } from '../model/application.js';
import type { ArgoLevel } from '../model/argo-level.js';
import type { Build } from '../model/build.js';
import type { Cluster } from '../model/cluster.js';
import type { Overlay } from '../model/overlay.js';
import type { Pins } from '../model/pins.js';
import type { SourceBuild } from '../model/source-application.js';
import type { File } from './layout/base.js';

/** What an Argo Application is called, and what everything around it says of it. */
export interface PlacedTarget {
  readonly cluster: Cluster;
  /** Name of the Argo Application. */
  readonly name: string;
  /** The file of the Argo Application, relative to the output folder. */
  readonly file: string;
  /** What everything around it says of the Argo Application, the outermost first. */
  readonly levels: readonly ArgoLevel[];
  /** Whose function gave the name; absent for the default. */
  readonly namedBy?: ArgoLevel;
}

/** One Argo Application to be: an overlay on one cluster. */
export interface Target extends PlacedTarget {
  readonly application: AnyApplication;
  readonly overlay: Overlay;
  /** Without objects where Argo CD makes them from a source. */
  readonly build: OverlayBuild;
  /** Absent where the source is the folder of the overlay. */
  readonly source?: SourceBuild & {
    /** The values of the base, the overlay and the cluster; paths relative to the output folder. */
    readonly files: readonly File[];
  };
  readonly pins: Pins;
  /** Folder of the overlay, relative to the output folder. */
  readonly directory: string;
}

export interface CollectedApplication {
  readonly application: AnyApplication;
  /** `apps/<id>` or `infrastructure/<id>`, relative to the output folder. */
  readonly directory: string;
  /** Without objects where Argo CD makes them from a source. */
  readonly base: Build;
  readonly targets: readonly Target[];
}

/** An overlay without objects has nothing to deliver: Argo CD would refuse its empty folder. */
export function writtenTargets({ targets }: CollectedApplication): readonly Target[] {
  return targets.filter(({ build, source }) => source !== undefined || build.objects.length > 0);
}

/** `apps/<id>` or `infrastructure/<id>`, relative to the output folder. */
export function directoryOf({ id, _settings: settings }: AnyApplication): string {
  return `${settings.directory ?? 'apps'}/${id}`;
}
