import { RawObject } from '../../../src/model/raw-object.js';
import { collect } from '../../../src/synth/collect.js';
import { scopesOf } from '../../../src/synth/scope.js';
import { validateObjects } from '../../../src/synth/validate/objects.js';
import { environment, messages, repository, Web } from '../../model/fixtures.js';

const CONFIG = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x' } };

function problemsOf(objects: readonly object[], allowSecrets: readonly string[] = []) {
  const root = repository();
  new Web(root, 'web', { allowSecrets }, (scope) => {
    for (const [index, object] of objects.entries()) new RawObject(scope, `more-${index}`, object);
  }).overlay(environment(root, 'dev'));
  const { applications, problems } = collect(root);
  return [...problems, ...applications.flatMap((application) => validateObjects(application, scopesOf([], [])))];
}

test.each<[string, object, RegExp]>([
  [
    'an object made twice',
    { ...CONFIG, metadata: { name: 'web' } },
    /^SYNTH_DUPLICATE_OBJECT: ConfigMap web is made twice, by 'web\/settings' and 'web\/more-0'/,
  ],
  [
    'an object made twice, once with the namespace spelled out',
    { ...CONFIG, metadata: { name: 'web', namespace: 'web' } },
    /^SYNTH_DUPLICATE_OBJECT/,
  ],
  [
    'a generated name',
    { ...CONFIG, metadata: { generateName: 'x-' } },
    /^SYNTH_GENERATE_NAME: ConfigMap 'x-' has no name/,
  ],
  [
    'a name in capitals',
    { ...CONFIG, metadata: { name: 'Web' } },
    /^SYNTH_INVALID_OBJECT: name 'Web' of ConfigMap is not a DNS subdomain/,
  ],
  [
    'a name too long',
    { ...CONFIG, metadata: { name: 'a'.repeat(254) } },
    /^SYNTH_NAME_TOO_LONG: name 'a+' of ConfigMap has 254 characters, 253 are allowed/,
  ],
  [
    'a CronJob whose Jobs could not be named',
    { apiVersion: 'batch/v1', kind: 'CronJob', metadata: { name: 'a'.repeat(53) } },
    /^SYNTH_NAME_TOO_LONG: .* 52 are allowed/,
  ],
  [
    'a Service with a dot',
    { apiVersion: 'v1', kind: 'Service', metadata: { name: 'a.b' } },
    /^SYNTH_INVALID_OBJECT: name 'a.b' of Service is not a DNS label/,
  ],
  [
    'a namespace on a cluster-scoped kind',
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'a', namespace: 'b' } },
    /cluster-scoped but names the namespace 'b'/,
  ],
  [
    'a namespace that cannot be',
    { ...CONFIG, metadata: { name: 'a', namespace: 'B' } },
    /namespace 'B' of ConfigMap 'a' is not a DNS label/,
  ],
  [
    'a label value too long',
    { ...CONFIG, metadata: { name: 'a', labels: { x: 'y'.repeat(64) } } },
    /label 'x: y+' has 64 characters, 63 are allowed \(ConfigMap a\)/,
  ],
  [
    'an annotation that is a number',
    { ...CONFIG, metadata: { name: 'a', annotations: { x: 1 } } },
    /^MANIFEST_INVALID_OBJECT: 'web\/more-0' is not a Kubernetes object: metadata\.annotations\.x is not a text: '1'/,
  ],
  [
    'a Secret with data',
    { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' }, stringData: { password: 'hunter2' } },
    /^SYNTH_SECRET: Secret 's' has data/,
  ],
  [
    'no apiVersion',
    { kind: 'X', metadata: { name: 'a' } },
    /^MANIFEST_INVALID_OBJECT: 'web\/more-0' is not a Kubernetes object: apiVersion missing/,
  ],
  [
    'what JSON cannot hold',
    { ...CONFIG, data: { at: new Date(0) } },
    /^MODEL_INVALID_VALUE: 'web\/more-0'.data.at holds a Date/,
  ],
])('%s is refused, once for base and overlays', (_, object, message) => {
  expect(messages(problemsOf([object]))).toEqual([expect.stringMatching(message)]);
});

test('a Secret allowed by name, one without data and RBAC names with colons pass', () => {
  const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' }, data: { a: 'YQ==' } };
  const empty = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'empty' } };
  const role = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata: { name: 'system:Web' } };

  expect(problemsOf([secret, empty, role], ['s'])).toEqual([]);
});

test('a problem says which construct made the object', () => {
  expect(problemsOf([{ ...CONFIG, metadata: { name: 'Web' } }])[0]).toMatchObject({
    constructPath: 'web/more-0',
    object: 'ConfigMap Web',
  });
});
