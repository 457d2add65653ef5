import { ANNOTATION_RULES } from '../../../src/argocd/sync/annotation-rules.js';
import { metadataWords } from '../../../src/argocd/sync/metadata-words.js';

type Map = Readonly<Record<string, string>>;

function told(annotations: Map, kind = 'Job', labels: Map = {}): readonly string[] {
  return metadataWords({ kind, metadata: { name: 'a', annotations, labels } }).map(
    ({ level, where, message, hint }) => `${level}: ${where} ${message} | ${hint}`,
  );
}

const argo = (name: string, value: string): Map => ({ [`argocd.argoproj.io/${name}`]: value });
const helm = (name: string, value: string): Map => ({ [`helm.sh/${name}`]: value });

test.each<[annotations: Map, kind?: string]>([
  [
    {
      ...argo('sync-wave', '-5'),
      ...argo('hook', 'PreSync, PostSync'),
      ...argo('hook-delete-policy', 'HookSucceeded'),
    },
  ],
  [argo('sync-wave', '+3')],
  [argo('hook', 'Skip')],
  [argo('sync-options', 'Prune=false,SkipDryRunOnMissingResource=true, Replace=true,')],
  [argo('compare-options', 'IgnoreExtraneous')],
  [argo('compare-options', 'ServerSideDiff=true,IncludeMutationWebhook=true'), 'Application'],
  [argo('refresh', 'hard'), 'Application'],
  // Argo CD writes a time there itself.
  [argo('refresh', '2026-11-30T12:00:00Z'), 'Secret'],
  [argo('skip-reconcile', 'true'), 'Application'],
  [argo('deletion-approved', '2026-11-30T12:00:00+01:00'), 'Application'],
  [argo('manifest-generate-paths', '.;../shared'), 'Application'],
  [argo('tracking-id', 'a:b/C:d/e')],
  [{ ...helm('hook', 'pre-install,pre-upgrade'), ...helm('hook-weight', '-5'), ...helm('resource-policy', 'keep') }],
  [{ ...helm('hook', 'test'), ...helm('hook-delete-policy', 'before-hook-creation,hook-succeeded') }],
  [helm('hook', 'crd-install'), 'CustomResourceDefinition'],
  // Keys of other tools in the same families.
  [{ 'argocd.argoproj.io/managed-by-url': 'x', 'argocd.argoproj.io/team': 'x', 'helm.sh/chart': 'web-1' }],
  [{ 'link.argocd.argoproj.io/dashboard': 'x', 'argocd-image-updater.argoproj.io/image-list': 'x' }],
  [{ 'notifications.argoproj.io/subscribe.on-sync-failed.slack': 'x', 'example.com/sync-wave': 'x' }],
])('%j is fine', (...[annotations, kind]) => {
  expect(told(annotations, kind)).toEqual([]);
});

test.each<[annotations: Map, message: string, hint: string, kind?: string]>([
  [argo('sync-wave', 'first'), "has 'first', which is not a whole number", "such as '-1'"],
  [argo('sync-wave', '1.0'), "has '1.0', which is not a whole number", 'Write'],
  [argo('hook', 'PreSnyc'), "has 'PreSnyc', which is not a hook: Argo CD never applies it", "'PreSync'"],
  [argo('hook', 'PreSync,Postsync'), "has 'Postsync', which is not a hook", "'PostSync'"],
  [argo('hook', 'pre-install'), "has 'pre-install', which is not a hook: Argo CD never applies it", 'Known: PreDelete'],
  [
    argo('hook-delete-policy', 'HookSuceeded'),
    "has 'HookSuceeded', which is not a hook delete policy",
    "'HookSucceeded'",
  ],
  [argo('sync-options', 'Prune=no'), "has 'Prune=no', which is not one of the values of 'Prune'", 'Write'],
  [argo('sync-options', 'Pruned=false'), "has 'Pruned=false', which is not a sync option", "'Prune='"],
  [argo('compare-options', 'IgnoreExtraneous=true'), 'which is not a compare option', "'IgnoreExtraneous'"],
  [argo('compare-options', 'ServerSideDiff=true'), 'works on an Argo Application only', 'Move it'],
  [argo('ignore-healthcheck', 'yes'), "has 'yes', which has no effect", 'true'],
  [argo('skip-reconcile', 'yes'), "has 'yes', which has no effect", 'Known: true, false', 'Application'],
  [argo('refresh', 'hardd'), "has 'hardd', which is taken for 'normal'", "'hard'", 'Application'],
  [argo('deletion-approved', 'yes'), "has 'yes', which is not a time", 'Write it as', 'Application'],
  [argo('manifest-generate-paths', '.'), 'works on the kind Application only', 'Move it', 'AppProject'],
  [argo('syncwave', '1'), 'is not one of the annotations that Argo CD reads', "'argocd.argoproj.io/sync-wave'"],
  [argo('sync-waves', '1'), 'is not one of the annotations that Argo CD reads', "'argocd.argoproj.io/sync-wave'"],
  [argo('sync-option', 'Prune=false'), 'is not one of the annotations', "'argocd.argoproj.io/sync-options'"],
  [argo('hooks', 'PreSync'), 'is not one of the annotations', "'argocd.argoproj.io/hook'"],
  [argo('hook-deletion-policy', 'x'), 'is not one of the annotations', "'argocd.argoproj.io/hook-delete-policy'"],
  [{ 'argoproj.io/sync-wave': '1' }, 'is not one of the annotations', "'argocd.argoproj.io/sync-wave'"],
  [{ 'argocd.argoprj.io/hook': 'PreSync' }, 'is not one of the annotations', "'argocd.argoproj.io/hook'"],
  [
    helm('hook', 'pre-instal'),
    "has 'pre-instal', which is not a hook of Helm: Argo CD never applies it",
    "'pre-install'",
  ],
  [helm('hook-weight', 'five'), "has 'five', which is not a whole number: it counts as 0", 'Write'],
  [helm('hook-delete-policy', 'hook-success'), 'which is not a hook delete policy of Helm', "'hook-succeeded'"],
  [helm('resource-policy', 'retain'), "has 'retain', which has no effect", 'keep'],
  [helm('resource-polcy', 'keep'), 'is not one of the annotations', "'helm.sh/resource-policy'"],
])('%j: %s', (...[annotations, message, hint, kind]) => {
  const [found = '', ...more] = told(annotations, kind);

  expect(more).toEqual([]);
  expect(found).toMatch(/^warning: the annotation '/);
  expect(found.split(' | ')).toEqual([expect.stringContaining(message), expect.stringContaining(hint)]);
});

test.each<[labels: Map, kind: string, expected: string | undefined]>([
  [argo('secret-type', 'cluster'), 'Secret', undefined],
  [argo('secret-type', 'repo-creds'), 'Secret', undefined],
  [
    argo('secret-type', 'clusters'),
    'Secret',
    "has 'clusters', a type that Argo CD does not read | Did you mean 'cluster'?",
  ],
  [
    argo('secrettype', 'cluster'),
    'Secret',
    "is not one of the labels that Argo CD reads | Did you mean 'argocd.argoproj.io/secret-type'?",
  ],
  [
    argo('sync-wave', '1'),
    'Job',
    'has no effect: Argo CD reads it as an annotation | Move it to metadata.annotations.',
  ],
  [argo('instance', 'web'), 'Job', undefined],
  [argo('managed-by', 'argocd'), 'Namespace', undefined],
  [{ 'helm.sh/chart': 'web-1', 'app.kubernetes.io/managed-by': 'Helm' }, 'Job', undefined],
])('labels %j of a %s', (labels, kind, expected) => {
  const found = told({}, kind, labels);

  expect(found).toEqual(expected === undefined ? [] : [expect.stringContaining(expected)]);
});

test('templates leave maps without a value, and values that are not text are the API server to refuse', () => {
  const metadata = { name: 'a', annotations: null, labels: { 'argocd.argoproj.io/sync-wave': 1 } };

  expect(metadataWords({ kind: 'Job', metadata: metadata as never })).toEqual([]);
});

test('every key of the table is taken on its kind', () => {
  const unknown = Object.entries(ANNOTATION_RULES).flatMap(([key, { only = 'Job' }]) =>
    told({ [key]: '' }, only).filter(
      (one) => one.includes('is not one of the annotations') || one.includes('on the kind'),
    ),
  );

  expect(unknown).toEqual([]);
});
