import type { ArgoApplication } from '../../argocd/application/application.js';
import { isRecord } from '../../manifest/kube-object.js';
import type { ArgoApplicationFields } from '../../model/argo-application-fields.js';
import { mergeArgoSettings } from '../../model/merge-argo-settings.js';
import type { Repository } from '../../model/repository.js';
import { promotedRevision } from '../own-revision.js';
import type { Target } from '../target.js';
import { addFields } from './add-fields.js';
import { ownArgoApplication } from './own-argo-application.js';

/** The Argo Application of an overlay on a cluster. */
export function argoApplication(repository: Repository, target: Target): ArgoApplication {
  const { argoApplication: fields } = mergeArgoSettings(target.levels.map(({ settings }) => settings));
  return addFields(ownArgoApplication(repository, target), givenFields(fields, target), yields(target)).value;
}

/** The paths in which fields that are given win over what the props say. */
export function yields(target: Pick<Target, 'overlay' | 'pins' | 'source'>): readonly string[] {
  const isFixed = target.source !== undefined || promotedRevision(target) !== undefined;
  return isFixed ? [] : ['spec.source.targetRevision'];
}

/**
 * The fields without the revision of this repository, where the objects come from a source: what is read from
 * this repository names it already (`ownRevision`), and a chart has a version of its own.
 */
export function givenFields(
  fields: ArgoApplicationFields,
  target: Pick<Target, 'overlay' | 'pins' | 'source'>,
): ArgoApplicationFields {
  const { spec } = fields;
  if (target.source === undefined || promotedRevision(target) !== undefined || !isRecord(spec?.source)) return fields;
  const { targetRevision: _, ...source } = spec.source;
  const { source: __, ...others } = spec;
  return { ...fields, spec: Object.keys(source).length === 0 ? others : { ...others, source } };
}
