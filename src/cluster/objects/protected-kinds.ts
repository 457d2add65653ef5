import type { ObjectIdentity } from '../../manifest/identity.js';

const PROTECTED = [
  '/Namespace',
  'apiextensions.k8s.io/CustomResourceDefinition',
  '/PersistentVolumeClaim',
  '/PersistentVolume',
];

/** True for a kind whose deletion takes data or other people's objects with it. */
export function isProtectedKind({ group, kind }: Pick<ObjectIdentity, 'group' | 'kind'>): boolean {
  return PROTECTED.includes(`${group}/${kind}`);
}
