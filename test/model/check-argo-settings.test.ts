import type { ArgoApplicationSettings } from '../../src/model/argo-application-settings.js';
import { SyncPolicy } from '../../src/model/sync-policy.js';
import { environment, messages, repository, Web } from './fixtures.js';

/** The four that may say something of Argo Applications. */
const LEVELS: Readonly<Record<string, (settings: ArgoApplicationSettings) => ReturnType<typeof repository>>> = {
  Repository: (settings) => repository(settings),
  Environment: (settings) => {
    const root = repository();
    environment(root, 'dev', settings);
    return root;
  },
  Application: (settings) => {
    const root = repository();
    new Web(root, 'web', settings);
    return root;
  },
  overlay: (settings) => {
    const root = repository();
    new Web(root).overlay(environment(root, 'dev'), settings);
    return root;
  },
};

test.each<[string, object, string]>([
  [
    'a label of synth',
    { labels: { 'cdk8s-gitops.io/cluster': 'x' } },
    "label 'cdk8s-gitops.io/cluster: x' is written by synth: it comes from the id of the Cluster",
  ],
  ['a label value with spaces', { labels: { team: 'a b' } }, "label 'team: a b' is not a label value"],
  [
    'an annotation of synth',
    { annotations: { 'argocd.argoproj.io/sync-wave': '3' } },
    "annotation 'argocd.argoproj.io/sync-wave' is written by synth: it comes from 'wave'",
  ],
  ['an annotation that is a number', { annotations: { a: 1 } }, "annotation 'a' is not a string"],
  ['half a wave', { wave: 1.5 }, "wave '1.5' is not a whole number"],
  ['a policy that is none', { syncPolicy: { automated: {} } }, 'syncPolicy is not a SyncPolicy'],
  [
    'a misspelt option',
    { syncPolicy: SyncPolicy.with({ syncOptions: ['ServerSideApplys=true'] }) },
    "syncPolicy: 'ServerSideApplys=true' is not a sync option. Did you mean 'ServerSideApply='?",
  ],
  [
    'an option with another value',
    { syncPolicy: SyncPolicy.with({ syncOptions: ['Prune=never'] }) },
    "syncPolicy: 'Prune=never' is not one of the values of 'Prune': true, false, confirm",
  ],
  [
    'an option without a value',
    { syncPolicy: SyncPolicy.with({ syncOptions: ['NewOption'] }) },
    "syncPolicy: 'NewOption' is not a sync option",
  ],
  [
    'an option twice',
    { syncPolicy: SyncPolicy.with({ options: { force: true }, syncOptions: ['Force=true'] }) },
    "syncPolicy: 'Force=true' is in 'options' too",
  ],
  [
    'a duration that is none',
    { syncPolicy: SyncPolicy.with({ retry: { backoff: { duration: 'soon' } } }) },
    "syncPolicy: 'soon' is not a duration",
  ],
  ['differences that are no list', { ignoreDifferences: { kind: 'X' } }, 'ignoreDifferences is not a list'],
  ['names that are no function', { argoApplicationName: 'web' }, 'argoApplicationName is not a function'],
  [
    'a field of another type',
    { argoApplication: { spec: { revisionHistoryLimit: '3' } } },
    "argoApplication.spec.revisionHistoryLimit is not a whole number: '3'",
  ],
  [
    'a field deep inside',
    { argoApplication: { spec: { source: { kustomize: { images: 'a' } } } } },
    "argoApplication.spec.source.kustomize.images is not a list: 'a'",
  ],
  ['what JSON cannot hold', { argoApplication: { spec: { info: () => [] } } }, 'argoApplication.spec.info holds'],
  ['fields that are no map', { argoApplication: ['x'] }, 'argoApplication is not a map of fields'],
])('%s is refused at the line that gives it, on every level', (_, settings, message) => {
  for (const build of Object.values(LEVELS)) {
    const { _problems: problems } = build(settings);

    expect(messages(problems)[0]).toContain(`MODEL_INVALID_VALUE: ${message}`);
    expect(problems[0]?.source?.file).toMatch(/check-argo-settings\.test\.ts$|fixtures\.ts$/);
  }
});

test('what a newer Argo CD may know is written and warned about, with the line and what may be meant', () => {
  const root = repository({
    argoApplication: { spec: { revisionHistoryLimits: 3 } },
    syncPolicy: SyncPolicy.with({ syncOptions: ['NewOption=true'] }),
  });

  expect(root._problems).toEqual([]);
  expect(root._warnings).toEqual([
    expect.stringMatching(
      /^'NewOption=true' is a sync option that Argo CD 3\.2 does not know \(test\/model\/check-argo-settings\.test\.ts:\d+\)$/,
    ),
    expect.stringMatching(
      /^'argoApplication\.spec\.revisionHistoryLimits' is a field that Argo CD 3\.2 does not know, and is written as it is; did you mean 'revisionHistoryLimit'\? \(.*\)$/,
    ),
  ]);
});

test('one wrong policy in many places is one problem', () => {
  const root = repository();
  const syncPolicy = SyncPolicy.with({ syncOptions: ['Prune=never'] });

  for (const id of ['dev', 'staging', 'prod']) environment(root, id, { syncPolicy });

  expect(root._problems).toHaveLength(1);
});
