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
    { spec: { orphanedResources: { warn: 'yes' } } },
    ["AppProject.spec.orphanedResources.warn is neither true nor false: 'yes'"],
  ],
  ['a role without a name', { spec: { roles: [{ policies: [] }] } }, ['AppProject.spec.roles[0].name is missing']],
  ['what JSON cannot hold', { spec: { roles: () => [] } }, ['AppProject.spec.roles holds']],
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
