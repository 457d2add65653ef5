import { AppProject } from '../../src/model/app-project.js';
import type { AppProjectProps } from '../../src/model/app-project-props.js';
import { messages, repository } from './fixtures.js';

test.each<[string, AppProjectProps, readonly string[]]>([
  [
    'fields that synth derives, and fields that are props, all at once',
    { spec: { sourceRepos: ['*'], description: 'x' }, metadata: { name: 'y', labels: {} } },
    [
      "AppProject sets 'spec.description', which synth writes itself",
      "AppProject sets 'spec.sourceRepos', which synth writes itself",
      "AppProject sets 'metadata.name', which synth writes itself",
      "AppProject sets 'metadata.labels', which synth writes itself",
    ],
  ],
  [
    'a field of another type',
    { orphanedResources: { warn: 'yes' } } as unknown as AppProjectProps,
    ["AppProject.orphanedResources.warn is neither true nor false: 'yes'"],
  ],
  [
    'a role without a name',
    { roles: [{ policies: [] }] } as unknown as AppProjectProps,
    ['AppProject.roles[0].name is missing'],
  ],
  ['what JSON cannot hold', { spec: { newField: () => [] } }, ['AppProject.spec.newField holds']],
  [
    'a field of spec that is a prop',
    { spec: { roles: [] } },
    ["AppProject sets 'spec.roles', which synth writes itself"],
  ],
  [
    'what a permission gives, without a reason',
    { sourceRepos: ['*'] } as AppProjectProps,
    ["AppProject sets 'sourceRepos' without a reason"],
  ],
  [
    'permissions without a reason, and without anything',
    {
      permissions: [
        { reason: ' ', sourceRepos: ['*'] },
        { reason: 'later' },
        { reason: 'two\nlines', destinations: [] },
      ],
    },
    [
      "AppProject.permissions[0].reason ' ' is not a line of text",
      'AppProject.permissions[1] permits nothing',
      "AppProject.permissions[2].reason 'two\nlines' is not a line of text",
      'AppProject.permissions[2] permits nothing',
    ],
  ],
  [
    'words that Argo CD refuses in roles and windows',
    {
      roles: [
        { name: 'a b', policies: [] },
        { name: 'dev', policies: [{ resource: 'applications', actions: ['snyc' as 'sync'] }] },
        { name: 'ops', policies: [{ resource: 'logs', actions: ['get'], objects: ['a/b/c'] }] },
      ],
      syncWindows: [{ kind: 'deny', schedule: '0 25 * * *', duration: '1 hour', applications: ['*'] }],
      permissions: [{ reason: 'none', sourceRepos: ['!*'] }],
    },
    [
      "AppProject: spec.sourceRepos[0] is '!*'",
      "AppProject: spec.roles[0].name is 'a b'",
      "AppProject: spec.roles[1].policies[0] is 'p, proj:shop:dev, applications, snyc, shop/*, allow'",
      "AppProject: spec.roles[2].policies[0] is 'p, proj:shop:ops, logs, get, shop/a/b/c, allow'",
      'AppProject: spec.syncWindows[0].schedule',
      "AppProject: spec.syncWindows[0].duration is '1 hour'",
    ],
  ],
  ['a bad label', { labels: { team: 'a b' } }, ["label 'team: a b' is not a label value"]],
  [
    'an annotation of synth',
    { annotations: { 'cdk8s-gitops.io/kept-once': '[]' } },
    ["annotation 'cdk8s-gitops.io/kept-once' is written by synth"],
  ],
])('%s: reported at the line of the AppProject', (_, props, expected) => {
  const root = repository();

  new AppProject(root, 'shop', props);

  expect(messages(root._problems)).toEqual(
    expected.map((message) => expect.stringContaining(`MODEL_INVALID_VALUE: ${message}`)),
  );
  expect(root._problems[0]?.source?.file).toMatch(/app-project\.test\.ts$/);
});

test('a field that a newer Argo CD may know is a warning with the line', () => {
  const root = repository();

  new AppProject(root, 'shop', { spec: { syncWindow: [] } });

  expect(root._problems).toEqual([]);
  expect(root._warnings).toEqual([
    expect.stringMatching(
      /^'AppProject\.spec\.syncWindow' is a field that Argo CD 3\.2 does not know, .*; did you mean 'syncWindows'\? \(test\/model\/app-project\.test\.ts:\d+\)$/,
    ),
  ]);
});
