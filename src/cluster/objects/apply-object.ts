import { GitopsError } from '../../errors.js';
import type { ObjectIdentity } from '../../manifest/identity.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import type { KubeClient } from '../transport/client.js';
import type { ApiResource } from '../transport/discovery.js';
import { objectPath } from '../transport/path.js';
import { FIELD_MANAGER } from './field-manager.js';
import { removeField } from './remove-field.js';

/** What an object has to be for an apply to count: absent, or exactly this `resourceVersion`. */
export type Expected = 'absent' | { readonly resourceVersion: string };

export interface ApplyOptions {
  readonly dryRun?: boolean;
  readonly force?: boolean;
  /** The API server refuses the apply (CLUSTER_CONFLICT) when the object is anything else. */
  readonly expected?: Expected;
  readonly signal?: AbortSignal;
}

/** What the API server made of an applied manifest. */
export interface AppliedObject {
  readonly live: KubeObject;
  /** True when it did not exist before. */
  readonly created: boolean;
  readonly warnings: readonly string[];
}

/**
 * One server-side apply under our field manager, with strict field validation unless the object does without.
 *
 * @throws GitopsError CLUSTER_CONFLICT when a field belongs to somebody else, CLUSTER_INVALID for what the
 * API server refuses
 * @see https://kubernetes.io/docs/reference/using-api/server-side-apply/
 */
export async function applyObject(
  client: KubeClient,
  target: {
    readonly identity: ObjectIdentity;
    readonly resource: ApiResource;
    readonly manifest: KubeObject;
    readonly validate?: boolean;
  },
  options: ApplyOptions = {},
): Promise<AppliedObject> {
  const query = {
    fieldManager: FIELD_MANAGER,
    fieldValidation: target.validate === false ? 'Ignore' : 'Strict',
    ...(options.force ? { force: true } : {}),
    ...(options.dryRun ? { dryRun: 'All' } : {}),
  };
  const path = objectPath(target.resource, target.identity);
  const request = {
    method: 'PATCH',
    path,
    query,
    contentType: 'application/apply-patch+yaml',
    body: options.expected === undefined ? target.manifest : expecting(target.manifest, options.expected),
  } as const;
  try {
    const { status, body, warnings } = await client.request<KubeObject>(request, options.signal);
    return { live: body, created: status === 201, warnings };
  } catch (error) {
    const manifest =
      target.validate === false && GitopsError.is(error) ? withoutUndeclared(target.manifest, error) : undefined;
    if (!manifest) throw error;
    return applyObject(client, { ...target, manifest }, options);
  }
}

/**
 * No object has the first version of a store, so an apply that asks for it only creates: an object that
 * exists has another version, and where there is none the API server compares nothing.
 */
const NO_VERSION = '1';

function expecting(manifest: KubeObject, expected: Expected): KubeObject {
  const resourceVersion = expected === 'absent' ? NO_VERSION : expected.resourceVersion;
  return { ...manifest, metadata: { ...manifest.metadata, resourceVersion } };
}

/**
 * A server-side apply knows no other way to ignore a field that is not in the schema. Undefined when that is
 * not what it was refused for.
 */
function withoutUndeclared(manifest: KubeObject, error: GitopsError): KubeObject | undefined {
  let left = manifest;
  for (const said of error.message.split(': field not declared in schema').slice(0, -1)) {
    const word = said.split(/\s/).at(-1) ?? '';
    if (word.includes('.')) left = removeField(left, word.slice(word.indexOf('.'))) ?? left;
  }
  return left === manifest ? undefined : left;
}
