import { posix } from 'node:path';
import { isRecord } from '../../manifest/kube-object.js';
import { anyText } from '../../manifest/untyped.js';

type Fields = Readonly<Record<string, unknown>>;

/** The target of a reference: a file, a folder with a kustomization, or either. */
export type ReferenceKind = 'any' | 'base' | 'file';

const LISTS: Readonly<Record<string, ReferenceKind>> = {
  resources: 'any',
  bases: 'any',
  components: 'base',
  generators: 'any',
  transformers: 'any',
  validators: 'any',
  configurations: 'file',
  crds: 'file',
  patchesStrategicMerge: 'file',
};
const WITH_PATH = ['patches', 'patchesJson6902', 'replacements'];
const GENERATORS = ['configMapGenerator', 'secretGenerator'];

/** Replaces references in a kustomization. A reference without a replacement stays. */
export async function replaceReferences(
  kustomization: Fields,
  replace: (reference: string, kind: ReferenceKind) => Promise<string | undefined>,
): Promise<Fields> {
  const result: Record<string, unknown> = { ...kustomization };
  const one = async (value: unknown, kind: ReferenceKind): Promise<unknown> =>
    typeof value === 'string' && !value.includes('\n') ? ((await replace(value, kind)) ?? value) : value;
  const path = async (value: unknown): Promise<unknown> =>
    isRecord(value) && value['path'] !== undefined ? { ...value, path: await one(value['path'], 'file') } : value;
  for (const [field, kind] of Object.entries(LISTS)) {
    const list = kustomization[field];
    if (Array.isArray(list)) result[field] = await inTurn(list, (value) => one(value, kind));
  }
  for (const field of WITH_PATH) {
    const list = kustomization[field];
    if (Array.isArray(list)) result[field] = await inTurn(list, path);
  }
  for (const field of GENERATORS) {
    const list = kustomization[field];
    if (Array.isArray(list))
      result[field] = await inTurn(list, (value) => generator(value, (reference) => one(reference, 'file')));
  }
  if (kustomization['openapi'] !== undefined) result['openapi'] = await path(kustomization['openapi']);
  return result;
}

/**
 * Replaces the file of a generator. The key may be before the path; without a key, kustomize uses the file's
 * name, which is then added.
 */
async function generator(value: unknown, replace: (reference: unknown) => Promise<unknown>): Promise<unknown> {
  if (!isRecord(value)) return value;
  const { files, envs, env } = value;
  const file = async (source: unknown): Promise<unknown> => {
    if (typeof source !== 'string') return source;
    const [, key, reference = ''] = /^(?:([^=]+)=)?([^=]+)$/.exec(source) ?? [];
    const replacement = await replace(reference);
    return replacement === reference ? source : `${key ?? posix.basename(reference)}=${anyText(replacement)}`;
  };
  return {
    ...value,
    ...(Array.isArray(files) ? { files: await inTurn(files, file) } : {}),
    ...(Array.isArray(envs) ? { envs: await inTurn(envs, replace) } : {}),
    ...(env === undefined ? {} : { env: await replace(env) }),
  };
}

async function inTurn(
  list: readonly unknown[],
  change: (value: unknown) => Promise<unknown>,
): Promise<readonly unknown[]> {
  const changed: unknown[] = [];
  for (const value of list) changed.push(await change(value));
  return changed;
}

/**
 * Whether the text of a kustomization may refer to remote resources. It is true too often rather than too
 * seldom.
 */
export function namesRemote(kustomization: string): boolean {
  return /:\/\/|git::|github\.com[/:]|@[\w.-]+[:/]|[?&]ref=/i.test(kustomization);
}
