import type { ObjectMetadata } from '../../manifest/kube-object.js';

/**
 * The name of an Argo Application in tracking ids and in `$ARGOCD_APP_NAME`: `<name>` in the control
 * namespace, which is the one that Argo CD itself runs in, and `<namespace>_<name>` in another one.
 *
 * @param controlNamespace undefined when it is not known: then the name has the namespace, so that it is
 * never the name of another Argo Application
 */
export function instanceName(
  { name, namespace }: Pick<ObjectMetadata, 'name' | 'namespace'>,
  controlNamespace: string | undefined,
): string {
  return !namespace || namespace === controlNamespace ? name : `${namespace}_${name}`;
}
