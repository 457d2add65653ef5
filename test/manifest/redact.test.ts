import type { KubeObject } from '../../src/manifest/kube-object.js';
import { createRedactor } from '../../src/manifest/redact.js';

const base64 = (text: string) => Buffer.from(text).toString('base64');
const secret: KubeObject = {
  apiVersion: 'v1',
  kind: 'Secret',
  type: 'Opaque',
  metadata: {
    name: 'a',
    labels: { app: 'web' },
    annotations: {
      note: 'hello',
      copied: `the password is ${base64('hunter2')}`,
      'kubectl.kubernetes.io/last-applied-configuration': '{"stringData":{"old":"swordfish"}}',
      'kapp.k14s.io/original': '{"data":{"old":"c3dvcmRmaXNo"}}',
    },
  },
  data: { password: base64('hunter2'), copy: base64('hunter2'), other: base64('letmein') },
  stringdata: { misspelt: 'opensesame' },
};

test('no value of a Secret is left, wherever a tool has put it; what it is stays', () => {
  const shown = createRedactor()(secret);

  expect(JSON.stringify(shown)).not.toMatch(/hunter2|swordfish|letmein|opensesame|aHVudGVyMg|c3dvcmRmaXNo|bGV0bWVpbg/);
  expect(shown).toMatchObject({
    type: 'Opaque',
    metadata: { name: 'a', labels: { app: 'web' }, annotations: { note: 'hello' } },
  });
});

test('equal values have equal tokens, also between data and stringData, and another redactor has others', () => {
  const redact = createRedactor();
  const { data } = redact(secret) as unknown as { readonly data: Readonly<Record<string, string>> };
  const typed = redact({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'a' },
    stringData: { password: 'hunter2' },
  });

  expect(data['password']).toMatch(/^\(hidden [0-9a-f]{8}\)$/);
  expect(data['copy']).toBe(data['password']);
  expect(data['other']).not.toBe(data['password']);
  expect(typed['stringData']).toEqual({ password: data['password'] });
  expect(createRedactor()(secret)['data']).not.toEqual(data);
});

test('what is no Secret is shown as it is', () => {
  const map: KubeObject = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data: { a: 'b' } };

  expect(createRedactor()(map)).toBe(map);
});
