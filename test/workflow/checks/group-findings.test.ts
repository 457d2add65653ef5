import { groupFindings } from '../../../src/workflow/checks/group-findings.js';
import type { Finding } from '../../../src/workflow/verdicts/finding.js';

const finding = (message: string, more: Partial<Finding> = {}): Finding => ({
  rule: 'unknown-project',
  level: 'warning',
  message,
  ...more,
});
const inProject = (application: string, project: string) =>
  finding(`Argo Application '${application}' is in the AppProject '${project}', which is not in this repository`, {
    file: `apps/${application}.yaml`,
    object: `Application ${application}`,
    hint: 'Commit the AppProject.',
  });
const failed = (folder: string, reason: string) =>
  finding(`kustomize cannot build '${folder}': ${reason}`, {
    rule: 'render-failed',
    level: 'error',
    file: `${folder}/kustomization.yaml`,
    hint: `Run \`kustomize build ${folder}\` to see it alone.`,
  });

test('Argo Applications that one set makes have one place, and each is named', () => {
  const of = (application: string) =>
    finding(`Argo Application '${application}' renders 'apps', which is not in this revision`, {
      file: 'set.yaml',
      line: 4,
    });

  expect(groupFindings(['a', 'b', 'c', 'b'].map(of))).toEqual([
    {
      ...of('a'),
      places: ['b', 'c'].map((name) => ({ file: 'set.yaml', line: 4, detail: `Argo Application '${name}'` })),
    },
  ]);
});

test.each<[what: string, findings: readonly Finding[], places: readonly number[]]>([
  ['nothing', [], []],
  ['one finding', [inProject('a', 'x')], [0]],
  ['the same project, named by three', ['a', 'b', 'c'].map((name) => inProject(name, 'x')), [2]],
  ['two projects', [inProject('a', 'x'), inProject('b', 'y')], [0, 0]],
  [
    'one of two projects named twice, between others',
    [inProject('a', 'x'), inProject('b', 'y'), inProject('c', 'x')],
    [1, 0],
  ],
  ['one place, found twice', [inProject('a', 'x'), inProject('a', 'x')], [0]],
  ['one reason in two folders', [failed('one', 'no such option'), failed('two/deep', 'no such option')], [1]],
  [
    'hints that name the place before a comma',
    ['a', 'b'].map((name) =>
      finding(`ApplicationSet '${name}': 'generators[0]' is not known`, {
        object: `ApplicationSet ${name}`,
        hint: `Record it, for applicationSet: ${name}, generator: generators[0].`,
      }),
    ),
    [1],
  ],
  [
    'one reason with objects of two folders',
    ['one', 'two'].map((name) => ({
      ...failed(
        name,
        `considering field 'spec/volumes' of object Policy.v1.example.com/${name}.[noNs]: expected a list`,
      ),
      object: `Policy.v1.example.com/${name}.[noNs]`,
    })),
    [1],
  ],
  [
    'objects of several kinds that one project does not permit',
    ['Service shop/web', 'ConfigMap shop/web', 'Redis.example.com shop/cache'].map((object) =>
      finding(`the AppProject 'apps' does not permit '${object}' of Argo Application 'web' in that namespace`, {
        object,
        hint: "Add the namespace 'shop' to spec.destinations of the AppProject.",
      }),
    ),
    [2],
  ],
  [
    'objects in a namespace that is called as their Argo Application',
    ['Service web/api', 'ConfigMap web/settings'].map((object) =>
      finding(`the AppProject 'apps' does not permit '${object}' of Argo Application 'web' in that namespace`, {
        object,
      }),
    ),
    [1],
  ],
  [
    'objects of two pairs of owners',
    [
      ['a', 'b'],
      ['a', 'c'],
    ].map(([one, other]) =>
      finding(`'Service shop/web' on 'in-cluster' is of Argo Application '${one}', and of '${other}' too`, {
        object: 'Service shop/web',
      }),
    ),
    [0, 0],
  ],
  [
    'files that are missing in two folders by one name',
    ['one', 'two/deep'].map((folder) => failed(folder, `'${folder}/patches/a.yaml' is missing`)),
    [1],
  ],
  [
    'files that are missing in two folders by two names',
    [failed('one', "'one/a.yaml' is missing"), failed('two', "'two/b.yaml' is missing")],
    [0, 0],
  ],
  [
    'a folder whose name only begins as that of the place',
    [failed('one', "'one-more/a.yaml' is missing"), failed('two', "'two-more/a.yaml' is missing")],
    [0, 0],
  ],
  [
    'one object of two Argo Applications',
    ['a', 'b'].map((name) =>
      finding(`'Service shop/web' of Argo Application '${name}' has no owner`, {
        object: 'Service shop/web',
        file: `apps/${name}.yaml`,
      }),
    ),
    [1],
  ],
  [
    'two Argo Applications that only the message names',
    ['a', 'b'].map((name) => finding(`Argo Application '${name}' has no source`, { file: `apps/${name}.yaml` })),
    [1],
  ],
  [
    'two kinds, where no Argo Application is named',
    ['Service web', 'ConfigMap web'].map((object) => finding(`'${object}' is not permitted`, { object })),
    [0, 0],
  ],
  [
    'two names of one kind, where no Argo Application is named',
    ['Service web', 'Service api'].map((object) => finding(`'${object}' is not permitted`, { object })),
    [1],
  ],
  [
    'a path below a name, and one below none',
    [finding("'/x' is missing"), finding("'foo/x' is missing", { object: 'foo' })],
    [0, 0],
  ],
  ['another hint', ['Commit it.', 'Remove it.'].map((hint) => ({ ...inProject('a', 'x'), hint })), [0, 0]],
  ['two reasons in two folders', [failed('one', 'no such option'), failed('two', 'no such file')], [0, 0]],
  ['another level', [inProject('a', 'x'), { ...inProject('b', 'x'), level: 'error' }], [0, 0]],
  ['another rule', [inProject('a', 'x'), { ...inProject('b', 'x'), rule: 'unknown-cluster' }], [0, 0]],
  ['an application that is called as its project', [inProject('x', 'x'), inProject('a', 'x')], [1]],
  [
    'a project that is called as a folder of one place',
    [inProject('root', 'apps'), { ...inProject('a', 'other'), file: 'sets/a.yaml' }, inProject('b', 'apps')],
    [1, 0],
  ],
])('%s', (_, findings, places) => {
  expect(groupFindings(findings).map((one) => one.places?.length ?? 0)).toEqual(places);
});

test('a finding of one place, found twice, stays as it is', () => {
  expect(groupFindings([inProject('a', 'x'), inProject('a', 'x')])).toStrictEqual([inProject('a', 'x')]);
});

test('the first place is that of the finding, and the others are listed in order', () => {
  const [one] = groupFindings(['a', 'b', 'c'].map((name) => inProject(name, 'x')));

  expect(one).toMatchObject({
    file: 'apps/a.yaml',
    object: 'Application a',
    places: [
      { file: 'apps/b.yaml', object: 'Application b' },
      { file: 'apps/c.yaml', object: 'Application c' },
    ],
  });
});
