import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Environment } from '../../src/model/environment.js';
import { collect } from '../../src/synth/collect.js';
import { environment, local, messages, repository, Web } from '../model/fixtures.js';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'collect-'));
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function pin(file: string, text: string): void {
  const path = join(root, 'environments/pins', file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

test('names of Argo Applications carry the cluster where the Environment lists clusters', () => {
  const parent = repository();
  const dev = new Environment(parent, 'dev', { cluster: local(parent, 'laptop') });
  const prod = new Environment(parent, 'prod', { clusters: [local(parent, 'eu')], promotesFrom: dev });
  const web = new Web(parent);
  web.overlay(prod);
  web.overlay(dev);

  const { applications } = collect(parent);

  expect(applications[0]!.targets.map(({ name, directory }) => [name, directory])).toEqual([
    ['web-dev', 'apps/web/overlays/dev'],
    ['web-prod-eu', 'apps/web/overlays/prod'],
  ]);
});

test('one build serves all clusters unless something differs or asks for the cluster', () => {
  const parent = repository();
  const prod = new Environment(parent, 'prod', {
    clusters: [local(parent, 'a'), local(parent, 'b'), local(parent, 'c')],
  });
  const same = new Web(parent, 'same');
  const different = new Web(parent, 'different');
  same.overlay(prod);
  different.overlay(prod, { clusters: { b: { props: { replicas: 7 } } } });

  const { applications } = collect(parent);

  expect(same.builds).toEqual(['base', 'prod']);
  expect(different.builds).toEqual(['base', 'prod', 'prod']);
  expect(applications[0]!.targets.map(({ directory }) => directory)).toEqual(
    ['a', 'b', 'c'].map((id) => `apps/different/overlays/prod/${id}`),
  );
});

test('pins of an environment replace the images of its containers', () => {
  const parent = repository({ root });
  pin('dev/web.yaml', 'images:\n  registry.example.com/web: { tag: 9.9.9 }\n');
  new Web(parent).overlay(environment(parent, 'dev'));

  const { applications, problems, pinsFiles } = collect(parent);

  expect(JSON.stringify(applications[0]!.targets[0]!.build.objects)).toContain('registry.example.com/web:9.9.9');
  expect(JSON.stringify(applications[0]!.base.objects)).toContain('registry.example.com/web:1.0.0');
  expect([problems, pinsFiles]).toEqual([[], [join(root, 'environments/pins/dev/web.yaml')]]);
});

test('a pins file of any size is read to its end', () => {
  const parent = repository({ root });
  const count = 150_000;
  pin(
    'dev/web.yaml',
    `images:\n${Array.from({ length: count }, (_, index) => `  registry.example.com/w${index}: { tag: a }\n`).join('')}`,
  );
  new Web(parent).overlay(environment(parent, 'dev'));

  expect(collect(parent).problems).toHaveLength(count);
});

test('pins of what is not there are problems', () => {
  const parent = repository({ root });
  pin('dev/web.yaml', 'images:\n  registry.example.com/wbe: { tag: 1 }\n');
  pin('dev/other.yaml', '');
  pin('prod/web.yaml', '');
  pin('dev/broken.yaml', '{');
  new Web(parent).overlay(environment(parent, 'dev'));

  expect(messages(collect(parent).problems)).toEqual([
    "MODEL_INVALID_PINS: there is no Application 'broken' in an Environment 'dev' to pin",
    "MODEL_INVALID_PINS: there is no Application 'other' in an Environment 'dev' to pin",
    "MODEL_INVALID_PINS: there is no Application 'web' in an Environment 'prod' to pin",
    expect.stringMatching(
      /^MODEL_INVALID_PINS: the pins file '.*dev\/web.yaml' cannot be used: images.registry.example.com\/wbe.tag is not a text: 1$/,
    ),
  ]);
});

test('a pinned image that no container uses is a problem', () => {
  const parent = repository({ root });
  pin('dev/web.yaml', 'images:\n  registry.example.com/wbe: { tag: "1" }\n');
  new Web(parent).overlay(environment(parent, 'dev'));

  expect(messages(collect(parent).problems)).toEqual([
    "MODEL_INVALID_PINS: no container of 'web/dev' uses the pinned image 'registry.example.com/wbe'",
  ]);
});

test('an Environment that follows promotions and has none yet is warned about', () => {
  const parent = repository({ root });
  new Web(parent).overlay(environment(parent, 'prod', { follow: 'promotion' }));

  expect(collect(parent).warnings).toEqual([
    "'web/prod' has no promoted revision yet and follows the branch 'main': write 'revision: <commit id>' in 'environments/pins/prod/web.yaml'",
  ]);
});

test('a revision of an Environment that follows the branch is told to have no effect, and is no promotion', () => {
  const parent = repository({ root });
  pin('dev/web.yaml', `revision: ${'a'.repeat(40)}\n`);
  pin('prod/web.yaml', `revision: ${'b'.repeat(40)}\n`);
  const web = new Web(parent);
  web.overlay(environment(parent, 'dev'));
  web.overlay(environment(parent, 'prod', { follow: 'promotion' }));

  const { warnings, promoted } = collect(parent);

  expect(warnings).toEqual([
    expect.stringMatching(
      /^'revision' in 'environments\/pins\/dev\/web\.yaml' has no effect: the Environment 'dev' follows the branch/,
    ),
  ]);
  expect(promoted).toMatchObject([{ overlay: 'web/prod', pins: { revision: 'b'.repeat(40) } }]);
});

test('an Application in no Environment is warned about, and one that fails does not hide the others', () => {
  const parent = repository();
  new Web(parent, 'alone');
  new Web(parent, 'broken', {}, () => {
    throw new RangeError('broken');
  }).overlay(environment(parent, 'dev'));
  new Web(parent, 'fine').overlay(environment(parent, 'prod'));

  const { applications, problems, warnings } = collect(parent);

  expect(applications.map(({ application }) => application.id)).toEqual(['fine']);
  expect(messages(problems)).toEqual(["MODEL_RESOURCES_FAILED: resources() of 'broken' failed: broken"]);
  expect(warnings).toEqual(["Application 'alone' is in no Environment: nothing is written for it"]);
});
