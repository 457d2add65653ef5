import { GitopsError, type KnownErrorCode } from '../../errors.js';
import { booleanKeyHintIn } from '../../manifest/boolean-key-hint.js';
import { describeIdentity, type ObjectIdentity } from '../../manifest/identity.js';
import type { DesiredObject } from '../objects/desired.js';
import { isImmutable } from '../objects/immutable.js';

/** What the API server said about an object that it does not take. */
interface Rejection {
  readonly error: GitopsError;
  readonly identity: ObjectIdentity;
  /** Its own words. */
  readonly message: string;
}

interface Explanation {
  readonly when: (rejection: Rejection) => boolean;
  readonly code: KnownErrorCode;
  /** After the object's name. */
  readonly words: (rejection: Rejection) => string;
  readonly hint: (rejection: Rejection) => string | undefined;
}

const has = (error: GitopsError, code: KnownErrorCode): boolean => error.code === code;
const webhookOf = (message: string): string | undefined => /failed calling webhook "([^"]+)"/.exec(message)?.[1];

/** The first that applies counts. */
const EXPLANATIONS: readonly Explanation[] = [
  {
    // Such a name leads to another address, and what is said there is about that.
    when: ({ error, identity: { name } }) =>
      /[/%]|^\.\.?$/.test(name) && (has(error, 'CLUSTER_INVALID') || has(error, 'CLUSTER_NOT_FOUND')),
    code: 'CLUSTER_INVALID',
    words: () => "has a name that Kubernetes does not take: it is '.' or '..', or has '/' or '%' in it",
    hint: () => 'Correct the manifest in Git.',
  },
  {
    when: ({ error, identity }) => has(error, 'CLUSTER_INVALID') && isImmutable(error, identity),
    code: 'CLUSTER_IMMUTABLE',
    words: ({ message }) => `cannot be changed in place: ${message}`,
    hint: ({ identity }) =>
      identity.kind === 'PersistentVolumeClaim'
        ? 'Restore the field in Git, or give the claim another name and copy its data: deleting it would delete what it holds.'
        : "Give it another name, or let it be deleted and created again: sync with --recreate, or annotate it 'argocd.argoproj.io/sync-options: Force=true'.",
  },
  {
    when: ({ error, message }) =>
      has(error, 'CLUSTER_INVALID') &&
      /request is too large|message larger than max|may not be more than 1048576/.test(message),
    code: 'CLUSTER_INVALID',
    words: ({ message }) => `is too large for the cluster: ${message}`,
    hint: () => 'Make it smaller, or divide it: etcd keeps objects of up to 1.5 MiB, a ConfigMap or Secret has 1 MiB.',
  },
  {
    when: ({ error, message }) => has(error, 'CLUSTER_INVALID') && /: duplicate entries for key \[/.test(message),
    code: 'CLUSTER_INVALID',
    words: ({ message }) => `is refused by the API server: ${message}`,
    hint: () =>
      'Remove all but one of the items in Git: a server-side apply identifies the items of a list by their keys. Of two variables of one name, Kubernetes uses the last.',
  },
  {
    when: ({ error }) => has(error, 'CLUSTER_INVALID'),
    code: 'CLUSTER_INVALID',
    words: ({ message }) => `is refused by the API server: ${message}`,
    hint: ({ message }) => booleanKeyHintIn(message) ?? 'Correct the manifest in Git.',
  },
  {
    when: ({ error, message }) => has(error, 'CLUSTER_NOT_FOUND') && /^namespaces? "/.test(message),
    code: 'CLUSTER_NAMESPACE_MISSING',
    words: ({ message }) => `is in a namespace that does not exist: ${message}`,
    hint: () => "Add the Namespace to Git, or the sync option 'CreateNamespace=true'.",
  },
  {
    // A server-side apply makes what is not there: only its kind can be missing.
    when: ({ error, message }) =>
      has(error, 'CLUSTER_NOT_FOUND') && /could not find the requested resource|without saying why/.test(message),
    code: 'CLUSTER_NOT_FOUND',
    words: ({ identity }) => `cannot be applied: the cluster does not serve its kind '${identity.kind}'`,
    hint: () =>
      'What brings its CustomResourceDefinition has not done so, or it was deleted: look there, and sync again.',
  },
  {
    when: ({ error, message }) => has(error, 'CLUSTER_FORBIDDEN') && /being terminated/.test(message),
    code: 'CLUSTER_TERMINATING',
    words: ({ message }) => `cannot be made in a namespace that is being deleted: ${message}`,
    hint: () =>
      'Wait until the namespace is gone (kubectl describe namespace says what it waits for), then sync again.',
  },
  {
    // RBAC names the identity; admission (quotas, Pod Security, webhooks) does not.
    when: ({ error, message }) =>
      has(error, 'CLUSTER_FORBIDDEN') && !/\bcannot \w+ resource\b|attempting to grant/.test(message),
    code: 'CLUSTER_FORBIDDEN',
    words: ({ message }) => `is not admitted: ${message}`,
    hint: () => 'A quota or policy of the cluster refuses it: change the manifest, or have that changed.',
  },
  {
    when: ({ error }) => has(error, 'CLUSTER_FORBIDDEN'),
    code: 'CLUSTER_FORBIDDEN',
    words: ({ message }) => `may not be applied: ${message}`,
    hint: ({ error }) => error.hint,
  },
  {
    when: ({ error, message }) => has(error, 'CLUSTER_SERVER_ERROR') && webhookOf(message) !== undefined,
    code: 'CLUSTER_SERVER_ERROR',
    words: ({ message }) => `cannot be checked by the cluster: ${message}`,
    hint: ({ message }) =>
      `The admission webhook '${webhookOf(message)}' does not answer: see what serves it ('kubectl get validatingwebhookconfigurations,mutatingwebhookconfigurations'), and try again.`,
  },
];

/** The API server's refusal of an object, in words and with the next action; anything else as it is. */
export function explainRejection(error: unknown, { identity }: Pick<DesiredObject, 'identity'>): unknown {
  if (!GitopsError.is(error)) return error;
  const rejection = { error, identity, message: String(error.data?.['message'] ?? error.message) };
  const found = EXPLANATIONS.find(({ when }) => when(rejection));
  if (found === undefined) return error;
  const { code, words, hint } = found;
  const object = describeIdentity(identity);
  return new GitopsError(code, `${object} ${words(rejection)}`, {
    object,
    data: error.data,
    cause: error,
    hint: hint(rejection),
  });
}
