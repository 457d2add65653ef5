import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ApiObject, App, Chart } from 'cdk8s';
import { toYaml } from '../../src/manifest/yaml.js';
import { RawObject } from '../../src/model/raw-object.js';
import { syncWave } from '../../src/model/sync-wave.js';
import { yamlFile } from '../../src/model/yaml-file.js';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'yaml-file-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const chart = () => new Chart(new App(), 'web');
const file = (text: string) => {
  writeFileSync(join(folder, 'x.yaml'), text);
  return pathToFileURL(join(folder, 'x.yaml'));
};

test('every object of a file is kept as it is, nulls and twins included', () => {
  const text =
    'apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {x: null}}\n- {apiVersion: v1, kind: ConfigMap, metadata: {name: a}}\n';

  const objects = yamlFile(chart(), 'file', file(text));

  expect(objects.map((object) => [object.node.path, object.toJson()])).toEqual([
    ['web/file/configmap-a', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data: { x: null } }],
    ['web/file/configmap-a-2', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } }],
  ]);
});

test('numbers of 64 bits keep their digits; a bigint that has more is refused', () => {
  const object = { apiVersion: 'v1', kind: 'Limit', metadata: { name: 'a' }, spec: { most: 9223372036854775807n } };

  expect(yamlFile(chart(), 'file', file(toYaml(object))).map((one) => one.toJson())).toEqual([object]);
  expect(() => new RawObject(chart(), 'more', { ...object, spec: { most: 9223372036854775808n } })).toThrow(
    expect.objectContaining({ code: 'MODEL_INVALID_VALUE' }),
  );
});

test('a file that is not there, no YAML or no object is told with its name', () => {
  expect(() => yamlFile(chart(), 'a', './nowhere.yaml')).toThrow(
    expect.objectContaining({ code: 'MODEL_INVALID_VALUE', message: "'./nowhere.yaml' cannot be read" }),
  );
  expect(() => yamlFile(chart(), 'b', file('{'))).toThrow(expect.objectContaining({ code: 'MANIFEST_INVALID_YAML' }));
  expect(() => yamlFile(chart(), 'c', file('a: 1'))).toThrow(
    expect.objectContaining({ code: 'MANIFEST_INVALID_OBJECT' }),
  );
});

test('a sync wave is an annotation of raw objects and of constructs alike', () => {
  const [raw] = yamlFile(
    chart(),
    'file',
    file('{apiVersion: v1, kind: ConfigMap, metadata: {name: a, annotations: {b: c}}}'),
  );
  const typed = new ApiObject(chart(), 'x', { apiVersion: 'v1', kind: 'ConfigMap' });

  syncWave(raw!, 5);
  syncWave(typed, -5);

  expect(raw!.toJson().metadata.annotations).toEqual({ b: 'c', 'argocd.argoproj.io/sync-wave': '5' });
  expect(typed.toJson().metadata.annotations).toEqual({ 'argocd.argoproj.io/sync-wave': '-5' });
});

test.each([1.5, Number.NaN, 1e21, '3' as unknown as number])(
  'a sync wave %s is refused: Argo CD would take it for 0',
  (wave) => {
    const object = new ApiObject(chart(), 'x', { apiVersion: 'v1', kind: 'ConfigMap' });

    expect(() => syncWave(object, wave)).toThrow(
      expect.objectContaining({
        code: 'MODEL_INVALID_VALUE',
        message: `wave '${wave}' is not a whole number`,
        hint: 'Give an integer, such as 10 or -1.',
      }),
    );
    expect(object.toJson().metadata.annotations).toBeUndefined();
  },
);
