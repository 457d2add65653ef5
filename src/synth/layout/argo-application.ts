import type { ArgoApplication } from '../../argocd/application/application.js';
import { mergeArgoSettings } from '../../model/merge-argo-settings.js';
import type { Repository } from '../../model/repository.js';
import type { Target } from '../collect.js';
import { addFields } from './add-fields.js';
import { ownArgoApplication } from './own-argo-application.js';

/** The Argo Application of an overlay on a cluster. */
export function argoApplication(repository: Repository, target: Target): ArgoApplication {
  const { argoApplication: fields } = mergeArgoSettings(target.levels.map(({ settings }) => settings));
  return addFields(ownArgoApplication(repository, target), fields, yields(target)).value;
}

/** The paths in which fields that are given win over what the props say. */
export function yields({ overlay, pins }: Pick<Target, 'overlay' | 'pins'>): readonly string[] {
  const isPromoted = overlay.environment.follow === 'promotion' && pins.revision !== undefined;
  return isPromoted ? [] : ['spec.source.targetRevision'];
}
