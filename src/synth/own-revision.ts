import { isRecord } from '../manifest/kube-object.js';
import { mergeArgoSettings } from '../model/merge-argo-settings.js';
import { Repository } from '../model/repository.js';
import type { Target } from './target.js';

/** The revision of this repository that an Argo Application names where it reads one of its folders. */
export function ownRevision({ overlay, levels, pins }: Pick<Target, 'overlay' | 'levels' | 'pins'>): string {
  const promoted = promotedRevision({ overlay, pins });
  if (promoted !== undefined) return promoted;
  const { spec } = mergeArgoSettings(levels.map(({ settings }) => settings)).argoApplication;
  const given = isRecord(spec?.source) ? spec.source['targetRevision'] : undefined;
  return typeof given === 'string' ? given : Repository.of(overlay).branch;
}

/** The revision in the pins file, where the Environment follows promotions. */
export function promotedRevision({ overlay, pins }: Pick<Target, 'overlay' | 'pins'>): string | undefined {
  return overlay.environment.follow === 'promotion' ? pins.revision : undefined;
}
