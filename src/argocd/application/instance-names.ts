import type { ObjectMetadata } from '../../manifest/kube-object.js';
import { instanceName } from './instance-name.js';

/** Every name that tracking ids may have for an Argo Application, wherever its Argo CD runs. */
export function instanceNames(metadata: Pick<ObjectMetadata, 'name' | 'namespace'>): readonly string[] {
  return [instanceName(metadata, metadata.namespace), instanceName(metadata, undefined)];
}
