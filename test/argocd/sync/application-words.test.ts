import type { ArgoApplication } from '../../../src/argocd/application/application.js';
import { applicationWords } from '../../../src/argocd/sync/application-words.js';

function told(spec: object, metadata: object = {}): readonly string[] {
  const application = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name: 'web', ...metadata },
    spec: { project: 'default', destination: {}, ...spec },
  } as ArgoApplication;
  return applicationWords(application).map(
    ({ level, where, message, hint }) => `${level}: ${where} ${message} | ${hint}`,
  );
}

const policy = (syncPolicy: object) => ({ syncPolicy });

test.each<[what: string, spec: object, metadata?: object]>([
  ['nothing', {}],
  ['known options', policy({ syncOptions: ['CreateNamespace=true', 'PrunePropagationPolicy=foreground', ''] })],
  ['durations', policy({ retry: { backoff: { duration: '5', maxDuration: '3m' } } })],
  ['empty durations', policy({ retry: { backoff: { duration: '' } } })],
  [
    'metadata of a namespace that is made',
    policy({ syncOptions: ['CreateNamespace=true'], managedNamespaceMetadata: { labels: { a: 'b' } } }),
  ],
  ['pointers', { ignoreDifferences: [{ kind: 'X', jsonPointers: ['/spec/replicas'] }] }],
  [
    'finalizers',
    {},
    {
      finalizers: ['resources-finalizer.argocd.argoproj.io/background', 'example.com/finalizer', 'foregroundDeletion'],
    },
  ],
])('fine: %s', (...[, spec, metadata]) => {
  expect(told(spec, metadata)).toEqual([]);
});

test.each<[spec: object, expected: string, metadata?: object]>([
  [
    policy({ syncOptions: ['CreateNamespaces=true'] }),
    "warning: spec.syncPolicy.syncOptions has 'CreateNamespaces=true', which is not a sync option | Did you mean 'CreateNamespace='?",
  ],
  [
    policy({ retry: { backoff: { maxDuration: 'soon' } } }),
    "error: spec.syncPolicy.retry.backoff.maxDuration is 'soon', which is not a duration: Argo CD does not try again | Write it as '5s' or '1m30s'.",
  ],
  [
    policy({ managedNamespaceMetadata: { labels: {} } }),
    "warning: spec.syncPolicy.managedNamespaceMetadata has no effect without the sync option 'CreateNamespace=true' | Add 'CreateNamespace=true' to spec.syncPolicy.syncOptions, or remove it.",
  ],
  [
    { ignoreDifferences: [{ kind: 'X', jsonPointers: ['spec.replicas'] }] },
    "warning: spec.ignoreDifferences[0].jsonPointers has 'spec.replicas', which does not begin with '/': it ignores nothing | Write '/spec/replicas'.",
  ],
  [
    {},
    "warning: metadata.finalizers has 'resource-finalizer.argocd.argoproj.io', which Argo CD does not know: nothing removes it when the Application is deleted | Did you mean 'resources-finalizer.argocd.argoproj.io'?",
    { finalizers: ['resource-finalizer.argocd.argoproj.io'] },
  ],
])('%j', (...[spec, expected, metadata]) => {
  expect(told(spec, metadata)).toEqual([expected]);
});
