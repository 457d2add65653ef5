import { readObjects } from '../../../src/engines/kustomize/read-objects.js';

function json(value: string): string {
  return `[{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":{"value":${value}}}]`;
}

test.each([
  '9007199254740991',
  '-9007199254740991',
  '10000000000000000',
  '1.5',
  '"12345678901234567890"',
  '"a \\" 12345678901234567890"',
])('keeps %s', (value) => {
  expect(readObjects(json(value), 'apps/a')).toMatchObject([{ data: { value: JSON.parse(value) } }]);
});

test.each(['9007199254740993', '-12345678901234567', '12345678901234567890'])(
  'refuses %s, which JavaScript would change',
  (value) => {
    expect(() => readObjects(json(value), 'apps/a')).toThrow(
      expect.objectContaining({
        code: 'ENGINE_INEXACT_NUMBER',
        message: `'apps/a' holds the integer '${value}', which cannot be kept exactly`,
      }),
    );
  },
);
