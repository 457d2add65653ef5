import type { Construct } from 'constructs';
import { type ArgoLevel, argoLevelOf } from '../model/argo-level.js';
import { Repository } from '../model/repository.js';

/** Everything around an Argo Application that says something of it, the outermost first. */
export function argoLevels({
  application,
  overlay,
}: {
  readonly application: Pick<Construct, 'node'>;
  readonly overlay: Construct & { readonly environment: Construct };
}): readonly ArgoLevel[] {
  return [Repository.of(overlay), overlay.environment, application, overlay].flatMap(
    (construct) => argoLevelOf(construct) ?? [],
  );
}
