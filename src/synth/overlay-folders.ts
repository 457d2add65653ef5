import type { Kustomize } from '../engines/kustomize/kustomize.js';
import { GitopsError } from '../errors.js';
import { FileSet } from '../files/file-set.js';
import { type CollectedApplication, type Target, writtenTargets } from './collect.js';
import { baseFiles } from './layout/base.js';
import { computeOverlay } from './overlays/compute-overlay.js';
import { overlayOrder } from './overlays/match-objects.js';
import { proveOverlays } from './overlays/prove-overlays.js';

/** The files of one overlay folder, paths relative to the output folder. */
export interface OverlayFolder {
  readonly application: CollectedApplication;
  readonly files: readonly (readonly [path: string, content: string])[];
}

/**
 * Computes every overlay as its difference from the base and lets the real kustomize prove that it gives exactly the objects that are meant.
 *
 * @throws GitopsError with every overlay that cannot be proved
 */
export async function overlayFolders(applications: readonly CollectedApplication[], kustomize: Kustomize): Promise<readonly OverlayFolder[]> {
  const computed = applications.flatMap((application) =>
    distinctFolders(application).map((target) => ({ target, ...computeFolder(application, target) })),
  );
  const proofs = computed.map(({ target, application, files }) => ({
    name: target.name,
    directory: target.directory,
    files: FileSet.of([
      ...baseFiles(
        `${application.directory}/base`,
        application.base.objects.map(({ object }) => object),
      ),
      ...files,
    ]),
    expected: overlayOrder(
      application.base.objects.map(({ object }) => object),
      target.build.objects.map(({ object }) => object),
    ),
    constructPath: target.overlay.node.path,
    source: target.overlay.site.location,
  }));
  GitopsError.throwAll(await proveOverlays(proofs, kustomize));
  return computed;
}

function distinctFolders(application: CollectedApplication): readonly Target[] {
  return [...new Map(writtenTargets(application).map((target) => [target.directory, target])).values()];
}

function computeFolder(application: CollectedApplication, target: Target): OverlayFolder {
  const files = computeOverlay({
    base: application.base.objects.map(({ object }) => object),
    overlay: target.build.objects.map(({ object }) => object),
    baseDirectory: `${application.directory}/base`,
    overlayDirectory: target.directory,
  });
  return { application, files: files.entries() };
}
