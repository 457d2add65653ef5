import { isRecord, type KubeObject } from '../../manifest/kube-object.js';

/** What programs read and Kubernetes does not: any text is allowed there. */
const FREE: readonly RegExp[] = [/^metadata\.annotations\./, /\.env\.value$/, /\.(args|command)$/];
const FREE_DATA = /^(data|binaryData|stringData)\./;

/** A value that Kubernetes may have something against, with its path without the positions in lists. */
export interface Leaf {
  readonly path: string;
  readonly value: unknown;
}

/** Goes through the values of an object that Kubernetes may have something against. Pure. */
export function leafValues(object: KubeObject, free: Map<string, boolean> = new Map()): readonly Leaf[] {
  const isData = object.apiVersion === 'v1' && (object.kind === 'ConfigMap' || object.kind === 'Secret');
  const leaves: Leaf[] = [];
  const visit = (value: unknown, path: string): void => {
    if (Array.isArray(value)) for (const item of value) visit(item, path);
    else if (isRecord(value))
      for (const key of Object.keys(value)) visit(value[key], path === '' ? key : `${path}.${key}`);
    else if (!isFree(path, free) && !(isData && FREE_DATA.test(path))) leaves.push({ path, value });
  };
  visit(object, '');
  return leaves;
}

function isFree(path: string, known: Map<string, boolean>): boolean {
  const found = known.get(path) ?? FREE.some((pattern) => pattern.test(path));
  known.set(path, found);
  return found;
}
