import { statusError } from '../../../src/cluster/transport/http-client-errors.js';

const body = Buffer.from(
  JSON.stringify({
    kind: 'Secret',
    stringData: { password: 'hunter2 "quoted"', pin: 4711 },
    data: { token: 'c3dvcmRmaXNo' },
  }),
);
const source = { cluster: 'a', method: 'PATCH', path: '/api/v1/namespaces/a/secrets/b', body };

test.each([
  ['a webhook', 'admission webhook "guard.example.com" denied the request: hunter2 "quoted" is worse than letmein'],
  ['a policy', "ValidatingAdmissionPolicy 'p' with binding 'p' denied request: was letmein"],
  ['a quoted value', 'Secret "b" is invalid: data[x]: Invalid value: "let\\"mein": must be better'],
  ['a map', 'Secret "b" is invalid: data: Invalid value: map[string][]uint8{"a":[]uint8("letmein")}: no'],
  ['a list of values', 'Secret "b" is invalid: type: Unsupported value: "letmein": supported values: "x"'],
  ['what was sent, as JSON', 'cannot decode {"password":"hunter2 \\"quoted\\""}'],
  ['what was sent, in base64', `cannot decode ${Buffer.from('hunter2 "quoted"').toString('base64')} or c3dvcmRmaXNo`],
  ['what was sent, decoded', 'swordfish is no fish, and 4711 no number'],
])('%s does not get through', (_, message) => {
  const details = { causes: [{ reason: 'x', field: 'data', message }] };
  const error = statusError(source, 422, { kind: 'Status', message, details });

  const text = JSON.stringify([error.message, error.data]);
  expect(text).not.toMatch(/hunter2|letmein|swordfish|c3dvcmRmaXNo|aHVudGVyMiAi|4711/);
  expect(text).toMatch(/not shown/);
});

test('who refused it, and why as far as it is safe, is told', () => {
  const told = (message: string) => statusError(source, 403, { kind: 'Status', message }).data?.['message'];

  expect(told('admission webhook "guard.example.com" denied the request: no')).toBe(
    'admission webhook "guard.example.com" denied the request (what it says is not shown: it may quote values)',
  );
  expect(
    told('Secret "b" is invalid: data[a b]: Invalid value: "a b": a valid config key must consist of letters'),
  ).toBe('Secret "b" is invalid: data[a b]: Invalid value: (not shown): a valid config key must consist of letters');
  expect(told('secrets "b" is forbidden: exceeded quota: q, requested: secrets=1')).toBe(
    'secrets "b" is forbidden: exceeded quota: q, requested: secrets=1',
  );
});

test('of other kinds everything is told', () => {
  const message = 'admission webhook "guard.example.com" denied the request: replicas must be odd';

  expect(
    statusError({ ...source, path: '/apis/apps/v1/namespaces/a/deployments/b' }, 403, { kind: 'Status', message })
      .data?.['message'],
  ).toBe(message);
});
