import type { Crd } from '../../../src/engines/crd/crd.js';
import { createCrd } from '../../../src/engines/crd/create-crd.js';
import { GitopsError } from '../../../src/errors.js';
import { closeClients, testClient } from '../../helpers/api.js';
import { testNamespace } from '../../helpers/cluster.js';
import { widget, widgetDefinition } from './definition.js';

let crd: Crd;

beforeAll(() => {
  crd = createCrd();
});
afterAll(() => crd.close());
afterEach(closeClients);

const embedded = (metadata: unknown) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata });
const ALLOWED: readonly (readonly [unknown, Readonly<Record<string, unknown>>?])[] = [
  [{ size: 3 }],
  [{ size: 3, mode: 'fast', port: 80, host: 'a.b', until: '2030-01-01T00:00:00Z' }],
  [{ size: 3, port: 'http', free: { any: [1, { deep: true }] }, tags: ['a', 'b'] }],
  [{ size: 3, parts: [{ name: 'a' }, { name: 'b', weight: 2 }], embedded: embedded({ name: 'y' }) }],
  [{ size: 3, either: { b: 'x' }, empty: null, least: 1, most: 2 }],
  [{ size: 3 }, { status: { done: true } }],
];
const REFUSED: readonly (readonly [string, unknown, Readonly<Record<string, unknown>>?])[] = [
  ['spec.colour: unknown field', { size: 3, colour: 'red' }],
  ['spec.parts[0].wieght: unknown field', { size: 3, parts: [{ name: 'a', wieght: 1 }] }],
  ['status.dnoe: unknown field', { size: 3 }, { status: { dnoe: true } }],
  ['sepc: unknown field', { size: 3 }, { sepc: {} }],
  ['metadata.lables: unknown field', { size: 3 }, { metadata: { lables: {} } }],
  ['spec.size: Required value', {}],
  ['spec.size: Invalid value: "string": spec.size in body must be of type integer', { size: 'big' }],
  ['spec.size in body must be of type integer', { size: 2.5 }],
  ['spec.size: Invalid value: 11: spec.size in body should be less than or equal to 10', { size: 11 }],
  ['spec.size: Required value', { size: null }],
  ['spec.mode: Unsupported value: "slow": supported values: "fast", "safe"', { size: 3, mode: 'slow' }],
  ['spec.port: Invalid value: "boolean": spec.port in body must be of type integer,string', { size: 3, port: true }],
  ['spec.host: Invalid value: "A": spec.host in body should match \'^[a-z.]+$\'', { size: 3, host: 'A' }],
  ['spec.host: Too long', { size: 3, host: 'a'.repeat(21) }],
  ['spec: Invalid value: no host: a.invalid', { size: 3, host: 'a.invalid' }],
  ['spec.until in body must be of type date-time', { size: 3, until: 'tomorrow' }],
  ['spec.tags[1]: Duplicate value: "a"', { size: 3, tags: ['a', 'a'] }],
  ['spec.parts[1]: Duplicate value: {"name":"a"}', { size: 3, parts: [{ name: 'a' }, { name: 'a' }] }],
  ['spec.embedded.metadata: Invalid value: {"name":1}', { size: 3, embedded: embedded({ name: 1 }) }],
  ['spec.either', { size: 3, either: { a: 'x', b: 'y' } }],
  ['spec: Invalid value: least is above most', { size: 3, least: 2, most: 1 }],
  ['metadata.name: Invalid value: "Not-A-Name"', { size: 3 }, { metadata: { name: 'Not-A-Name' } }],
  ['metadata.labels: Invalid value: "_x_"', { size: 3 }, { metadata: { labels: { a: '_x_' } } }],
];

test('refuses and allows what the API server itself does, each in its words', async () => {
  const [client, namespace] = [await testClient(), await testNamespace('crd')];
  const group = `${namespace}.example.com`;
  const definition = widgetDefinition(group);
  const custom = [
    ...ALLOWED.map(([spec, more]) => widget(group, spec, more)),
    ...REFUSED.map(([, spec, more]) => widget(group, spec, more)),
  ];

  const verdicts = await crd.validate(definition, 'v1', custom);

  expect(verdicts.slice(0, ALLOWED.length)).toEqual(ALLOWED.map(() => []));
  expect(verdicts.slice(ALLOWED.length).map((problems) => problems.join('; '))).toEqual(
    REFUSED.map(([problem]) => expect.stringContaining(problem)),
  );
  await client.request({
    method: 'POST',
    path: '/apis/apiextensions.k8s.io/v1/customresourcedefinitions',
    body: definition,
  });
  const path = `/apis/${group}/v1/namespaces/${namespace}/widgets`;
  const tried = async (body: unknown): Promise<string> => {
    try {
      await client.request({ method: 'POST', path, query: { dryRun: 'All', fieldValidation: 'Strict' }, body });
      return 'allowed';
    } catch (error) {
      if (!GitopsError.is(error)) throw error;
      return error.code === 'CLUSTER_NOT_FOUND' ? tried(body) : 'refused';
    }
  };
  expect(await Promise.all(custom.map(tried))).toEqual(
    verdicts.map(({ length }) => (length === 0 ? 'allowed' : 'refused')),
  );
});

test('a definition that cannot be used fails, and says why', async () => {
  await expect(crd.validate(widgetDefinition('example.com'), 'v2', [widget('example.com', {})])).rejects.toMatchObject({
    code: 'ENGINE_CRD_FAILED',
    message: 'CustomResourceDefinition \'widgets.example.com\': it has no schema for the version "v2"',
  });
});

test('a rule that never ends is stopped by its cost, as in the API server', async () => {
  const list = { type: 'array', items: { type: 'integer' } };
  const rule = 'self.list.all(one, self.list.all(other, self.list.sum() >= 0))';
  const spec = { type: 'object', properties: { list }, 'x-kubernetes-validations': [{ rule }] };
  const costly = widget('example.com', { list: Array.from({ length: 5_000 }, (_, index) => index) });

  expect(await crd.validate(widgetDefinition('example.com', spec), 'v1', [costly])).toEqual([
    [expect.stringContaining('cost')],
  ]);
});
