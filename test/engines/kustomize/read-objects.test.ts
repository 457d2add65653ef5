import { readObjects } from '../../../src/engines/kustomize/read-objects.js';
import { toJson } from '../../../src/manifest/to-json.js';

test.each(['9007199254740993', '-9223372036854775808', '1.5', '"12345678901234567890"', '"a \\" 9007199254740993"'])(
  'keeps %s as kustomize gives it',
  (value) => {
    const json = `[{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":{"value":${value}}}]`;

    expect(toJson(readObjects(json, 'apps/a'))).toBe(json);
  },
);
