import { removeField } from '../../../src/cluster/objects/remove-field.js';

const manifest = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', annotations: { 'example.com/a.b': '1', 'example.com': '2' } },
  spec: {
    replicas: 2,
    template: {
      spec: {
        containers: [
          { name: 'web', image: 'a', ports: [{ containerPort: 80, protocol: 'TCP' }] },
          { name: 'odd]"name', image: 'b' },
        ],
      },
    },
    finalizers: ['one', 'two'],
  },
};
const removed = (field: string): unknown => {
  const { metadata, spec } = (removeField(manifest, field) ?? {}) as Partial<typeof manifest>;
  return metadata === undefined ? undefined : { annotations: metadata.annotations, ...spec };
};

test.each([
  { field: '.spec.replicas', path: ['replicas'] },
  { field: '.metadata.annotations.example.com/a.b', path: ['annotations', 'example.com/a.b'] },
  { field: '.spec.template.spec.containers[name="web"].image', path: ['template', 'spec', 'containers', 0, 'image'] },
  {
    field: '.spec.template.spec.containers[name="web"].ports[containerPort=80,protocol="TCP"].protocol',
    path: ['template', 'spec', 'containers', 0, 'ports', 0, 'protocol'],
  },
  {
    field: '.spec.template.spec.containers[name="odd]\\"name"].image',
    path: ['template', 'spec', 'containers', 1, 'image'],
  },
])('removes $field and nothing else', ({ field, path }) => {
  const expected = structuredClone({ annotations: manifest.metadata.annotations, ...manifest.spec }) as never;
  const parent = path
    .slice(0, -1)
    .reduce((value: Record<string | number, never>, key) => value[key]!, expected) as Record<string | number, unknown>;
  delete parent[path.at(-1)!];

  expect(removed(field)).toEqual(expected);
});

test('removes items of lists by value, by key and by position', () => {
  expect(removed('.spec.finalizers[="two"]')).toMatchObject({ finalizers: ['one'] });
  expect(removed('.spec.finalizers[0]')).toMatchObject({ finalizers: ['two'] });
  expect(removed('.spec.template.spec.containers[name="web"]')).toMatchObject({
    template: { spec: { containers: [{ name: 'odd]"name' }] } },
  });
});

test.each(['.spec.absent', '.spec.template.spec.containers[name="absent"].image', '.spec.replicas.deeper', 'nonsense'])(
  'finds no %s',
  (field) => {
    expect(removeField(manifest, field)).toBeUndefined();
  },
);
