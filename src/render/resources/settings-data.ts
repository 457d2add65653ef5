import { isRecord, type KubeObject } from '../../manifest/kube-object.js';

/** The keys of a ConfigMap of settings, such as `argocd-cm`; none where its `data` is not a map. */
export function settingsData({ data }: KubeObject): Readonly<Record<string, unknown>> {
  return isRecord(data) ? data : {};
}
