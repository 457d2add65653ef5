import type { IgnoreRule } from '../../argocd/application/ignore-differences.js';
import { TRACKING_ANNOTATION } from '../../argocd/application/tracking.js';
import type { Jq } from '../../engines/jq/jq.js';
import { defined } from '../../manifest/defined.js';
import { deepEqual } from '../../manifest/equality.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import { removePointer } from '../../manifest/remove-pointer.js';
import { APPLYSET } from './applyset.js';
import { managedFieldsOf, ownEntry } from './fingerprint.js';
import { restoreNewItems } from './restore-new-items.js';
import { restoreOwned } from './restore-owned.js';
import { withoutManaged } from './without-managed.js';

/**
 * A manifest that leaves ignored fields of an object as they are: those that we own with their live value, so
 * that applying neither takes nor removes them; the others are left out, so that their owners keep them. An
 * item of a list that does not live yet, such as a new container, has nothing to keep and stays whole.
 *
 * @param jq asked only where a rule has an expression; one that fails on an object is passed over there, as
 * in Argo CD
 * @returns the manifest itself when nothing of it is ignored
 * @throws GitopsError ENGINE_JQ_FAILED when an expression does not compile
 */
export async function keepIgnored(
  manifest: KubeObject,
  live: KubeObject,
  rules: readonly IgnoreRule[],
  jq: () => Pick<Jq, 'deletePaths'>,
): Promise<KubeObject> {
  let wanted = manifest;
  let bare = live;
  for (const { jsonPointers, jqPathExpressions, managedFieldsManagers } of rules) {
    for (const pointer of jsonPointers) [wanted, bare] = [removePointer(wanted, pointer), removePointer(bare, pointer)];
    if (jqPathExpressions.length > 0)
      [wanted, bare] = (await jq().deletePaths(jqPathExpressions, [wanted, bare])) as [KubeObject, KubeObject];
    for (const { manager, fieldsV1 = {} } of managedFieldsOf(live)) {
      if (managedFieldsManagers.includes(manager)) {
        [wanted, bare] = [
          withoutManaged(wanted, live, fieldsV1) as KubeObject,
          withoutManaged(bare, manifest, fieldsV1) as KubeObject,
        ];
      }
    }
  }
  if (wanted === manifest && bare === live) return manifest;
  const own = ownEntry(live)?.fieldsV1 ?? {};
  const whole = restoreNewItems(restoreOwned(wanted, live, bare, own), manifest, live, own) as KubeObject;
  const kept = withIdentity(whole, manifest);
  return deepEqual(kept, manifest) ? manifest : kept;
}

/** What makes it this object, and ours, is never ignored. */
function withIdentity(object: KubeObject, { apiVersion, kind, metadata }: KubeObject): KubeObject {
  const { name, namespace, labels, annotations } = metadata;
  const label = labels?.[APPLYSET.partOf];
  const tracking = annotations?.[TRACKING_ANNOTATION];
  return {
    ...object,
    apiVersion,
    kind,
    metadata: {
      ...object.metadata,
      name,
      ...defined({ namespace }),
      ...(label === undefined ? {} : { labels: { ...object.metadata?.labels, [APPLYSET.partOf]: label } }),
      ...(tracking === undefined
        ? {}
        : { annotations: { ...object.metadata?.annotations, [TRACKING_ANNOTATION]: tracking } }),
    },
  };
}
