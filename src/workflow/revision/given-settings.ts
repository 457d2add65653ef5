import { parseSettingsFile } from '../../argocd/parse-settings-file.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import type { Found } from '../../render/resources/argo-resources.js';
import type { RevisionOptions } from '../api/options.js';

/**
 * The operator's facts about Argo CD that are not in Git, each with the name of its file, which is `''` for a
 * running Argo CD. The last one counts most.
 *
 * @throws GitopsError ARGOCD_INVALID_SETTINGS, MANIFEST_INVALID_YAML
 */
export function givenSettings({ argocd = {} }: Pick<RevisionOptions, 'argocd'>): readonly Found<KubeObject>[] {
  const { live = [], files = [] } = argocd;
  return [
    ...live.map((resource) => ({ resource, file: '' })),
    ...files.flatMap(({ file, content }) =>
      parseSettingsFile(content, file).map((resource): Found<KubeObject> => ({ resource, file })),
    ),
  ];
}

/** The same without their files, and what counts most first. */
export function countingFirst(options: Pick<RevisionOptions, 'argocd'>): readonly KubeObject[] {
  return givenSettings(options)
    .map(({ resource }) => resource)
    .reverse();
}
