import { App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import type { GitopsError } from '../../src/errors.js';
import { applyPatches } from '../../src/model/apply-patches.js';
import { jsonPatch, type Patch, patch, remove } from '../../src/model/patch.js';
import { RawObject } from '../../src/model/raw-object.js';
import type { TypedDeployment } from './fixtures.js';

function tree() {
  const chart = new Chart(new App(), 'web');
  const group = new Construct(chart, 'group');
  const web = new RawObject<TypedDeployment>(group, 'web', {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web' },
    spec: {
      selector: { matchLabels: { app: 'web' } },
      template: {
        spec: {
          containers: [
            {
              name: 'web',
              image: 'web:1',
              env: [
                { name: 'A', value: '1' },
                { name: 'B', value: '2' },
              ],
              ports: [{ containerPort: 53 }, { containerPort: 53, protocol: 'UDP' }],
              args: ['-a', '-b'],
            },
            { name: 'side', image: 'side:1' },
          ],
        },
      },
    },
  });
  const widget = new RawObject(group, 'widget', {
    apiVersion: 'example.com/v1',
    kind: 'Widget',
    metadata: { name: 'main' },
    spec: { env: [{ name: 'A' }], size: 1 },
  });
  return {
    chart,
    group,
    web,
    widget,
    objects: [web, widget].map((construct) => ({ construct, object: construct.toJson() })),
  };
}

function patched(change: (made: ReturnType<typeof tree>) => readonly Patch[]) {
  const made = tree();
  return applyPatches(made.objects, change(made), 'web/prod').map(({ object }) => object);
}

function refusal(change: (made: ReturnType<typeof tree>) => readonly Patch[]): readonly string[] {
  try {
    patched(change);
  } catch (error) {
    const { problems, message } = error as GitopsError;
    return problems.length > 0 ? problems.map((problem) => problem.message) : [message];
  }
  return [];
}

const containers = (object: unknown) =>
  (object as { spec: { template: { spec: { containers: Record<string, unknown>[] } } } }).spec.template.spec.containers;

describe('a merge patch', () => {
  test('merges keyed lists in the order of the object, new entries last', () => {
    const [web] = patched(({ web }) => [
      patch(web, {
        spec: {
          template: {
            spec: {
              containers: [
                {
                  name: 'web',
                  env: [
                    { name: 'C', value: '3' },
                    { name: 'B', value: '9' },
                  ],
                  args: ['-c'],
                },
              ],
            },
          },
        },
      }),
    ]);

    expect(containers(web)[0]).toMatchObject({
      image: 'web:1',
      env: [
        { name: 'A', value: '1' },
        { name: 'B', value: '9' },
        { name: 'C', value: '3' },
      ],
      args: ['-c'],
    });
    expect(containers(web).map(({ name }) => name)).toEqual(['web', 'side']);
  });

  test('tells the same port of two protocols apart', () => {
    const [web] = patched(({ web }) => [
      patch(web, {
        spec: {
          template: {
            spec: { containers: [{ name: 'web', ports: [{ containerPort: 53, protocol: 'UDP', name: 'dns' }] }] },
          },
        },
      }),
    ]);

    expect(containers(web)[0]!['ports']).toEqual([
      { containerPort: 53 },
      { containerPort: 53, protocol: 'UDP', name: 'dns' },
    ]);
  });

  test('replaces lists of custom kinds whole', () => {
    const [, widget] = patched(({ widget }) => [patch(widget, { spec: { env: [{ name: 'B' }] } })]);

    expect(widget!['spec']).toEqual({ env: [{ name: 'B' }], size: 1 });
  });

  test('removes a field by null', () => {
    const [, widget] = patched(({ widget }) => [patch(widget, { spec: { size: null } })]);

    expect(widget!['spec']).toEqual({ env: [{ name: 'A' }] });
  });

  test.each<[string, (made: ReturnType<typeof tree>) => Patch, RegExp]>([
    [
      'a misspelt container',
      ({ web }) => patch(web, { spec: { template: { spec: { containers: [{ name: 'wbe', env: [] }] } } } }),
      /has no 'wbe' \(it has 'web', 'side'\); a new container needs an image/,
    ],
    [
      'an entry without its key',
      ({ web }) => patch(web, { spec: { template: { spec: { containers: [{ image: 'x' }] } } } }),
      /an entry of 'spec.template.spec.containers' has no name/,
    ],
    [
      'what it changes already',
      ({ widget }) => patch(widget, { spec: { size: 1 } }),
      /changes nothing in Widget.example.com main/,
    ],
    [
      'the removal of what is not there',
      () => patch({ kind: 'Widget' }, { spec: { colour: null } }),
      /'spec.colour' cannot be removed, it is not there/,
    ],
    [
      'a kustomize directive',
      () => patch({ kind: 'Widget' }, { spec: { $patch: 'delete' } }),
      /'spec.\$patch' is a kustomize directive/,
    ],
    ['the name', ({ widget }) => patch(widget, { metadata: null }), /takes apiVersion, kind or name away/],
    ['a handle of several objects', ({ group }) => remove(group), /represents 2 objects/],
    ['a handle of another build', () => remove(tree().web), /is not an object of this build/],
    ['a kind that is not there', () => patch({ kind: 'Service' }, { a: 1 }), /there is no Service$/],
    [
      'a name that is not there',
      () => patch({ kind: 'Widget', name: 'x' }, { a: 1 }),
      /there is no Widget 'x' \(there is 'main'\)/,
    ],
    ['the removal of a kind that is not there', () => remove({ kind: 'Service' }), /there is no Service$/],
    [
      'JSON Patch of another group',
      () => jsonPatch({ kind: 'Widget', group: 'apps' }, []),
      /there is no Widget of the group 'apps' \(there is 'main'\)/,
    ],
    [
      'another namespace',
      () => remove({ kind: 'Widget', namespace: 'shop' }),
      /there is no Widget that names the namespace 'shop' \(there is 'main'\)/,
    ],
    [
      'a misspelt selector',
      () => remove({ kind: 'Widget', nam: 'main' } as never),
      /a selector has no 'nam'; it has kind, name, group and namespace/,
    ],
    ['a selector without a kind', () => remove({ name: 'main' } as never), /is not an object of this build/],
    [
      'a JSON path that is not there',
      ({ web }) => jsonPatch(web, [{ op: 'replace', path: '/spec/nothing', value: 1 }]),
      /replace '\/spec\/nothing' of Deployment web/,
    ],
    [
      'a JSON test that fails',
      ({ widget }) => jsonPatch(widget, [{ op: 'test', path: '/spec/size', value: 2 }]),
      /the test failed/,
    ],
  ])('with %s is refused', (_, change, reason) => {
    expect(refusal((made) => [change(made)])).toEqual([expect.stringMatching(reason)]);
  });

  test('is refused together with the others, each with its line', () => {
    const made = tree();
    const patches = [
      patch(made.widget, { spec: { size: 1 } }),
      jsonPatch(made.widget, [{ op: 'remove', path: '/spec/none' }]),
    ];

    expect(() => applyPatches(made.objects, patches, 'web/prod')).toThrow(
      expect.objectContaining({ code: 'SEVERAL_PROBLEMS' }),
    );
    expect(patches.map(({ _site }) => _site.location?.file)).toEqual([
      expect.stringMatching(/apply-patches\.test\.ts$/),
      expect.stringMatching(/apply-patches\.test\.ts$/),
    ]);
  });
});

test('JSON patches, selectors and removal change what they name', () => {
  const objects = patched(({ web }) => [
    jsonPatch(web, [{ op: 'add', path: '/spec/template/spec/containers/0/args/-', value: '-c' }]),
    jsonPatch({ kind: 'Deployment' }, [{ op: 'add', path: '/spec/replicas', value: 2 }]),
    patch({ kind: 'Deployment', name: 'web', group: 'apps' }, { metadata: { annotations: { a: 'b' } } }),
    patch({ kind: 'Widget' }, { spec: { size: 2 } }),
  ]);

  expect(containers(objects[0])[0]!['args']).toEqual(['-a', '-b', '-c']);
  expect(objects[0]).toMatchObject({ metadata: { annotations: { a: 'b' } }, spec: { replicas: 2 } });
  expect(objects[1]).toMatchObject({ spec: { size: 2 } });
  expect(patched(({ widget }) => [remove(widget)]).map(({ kind }) => kind)).toEqual(['Deployment']);
  expect(patched(() => [remove({ kind: 'Deployment' })]).map(({ kind }) => kind)).toEqual(['Widget']);
});
