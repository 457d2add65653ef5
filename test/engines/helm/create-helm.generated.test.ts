import fc from 'fast-check';
import { createHelm } from '../../../src/engines/helm/create-helm.js';
import type { Helm, HelmRequest } from '../../../src/engines/helm/helm.js';
import { GitopsError } from '../../../src/errors.js';
import { FileSet } from '../../../src/files/file-set.js';
import { helmBinary } from '../../../tools/helm-binary.mjs';
import { type HelmCommandResult, helmTemplate } from '../../helpers/helm-command.js';
import { HELM_COMMAND, needs } from '../../helpers/needs.js';
import { chartYaml, configMap } from './charts.js';

const RUNS = 40;
const binary = await helmBinary();
const withCommand = needs(binary !== undefined, HELM_COMMAND).test;

const key = fc.constantFrom('a', 'b', 'c', 'one', 'two', 'global', 'port', 'enabled');
const scalar = fc.oneof(
  fc.boolean(),
  fc.integer({ min: -5, max: 70_000 }),
  fc.constantFrom('', 'x', 'yes', '007', '1e3', 'null', 'a: b', '{{ .Values.a }}', 'é', 'two\nlines'),
  fc.constant(null),
  fc.double({ min: -2, max: 2, noNaN: true }),
);
const value: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(key, tie('value'), { maxKeys: 3 }),
  ),
})).value;
const values = fc.dictionary(key, value, { maxKeys: 4 });
const setFlag = fc
  .tuple(
    fc.constantFrom('a', 'b.c', 'one.a', 'global.x', 'c[0]', 'b.c[1].d', 'one.enabled', 'two', 'x\\.y'),
    fc.constantFrom('1', 'true', 'null', 'text', '{1,2}', '', 'a\\,b', '1.0', '"q"'),
  )
  .map(([name, text]) => `${name}=${text}`);
const expression = fc.constantFrom(
  '.Values | toJson | quote',
  '.Values.a | default "d" | quote',
  '(.Values.b).c | toYaml | quote',
  'tpl (.Values.c | toString) . | quote',
  '.Values | toYaml | quote',
  'include "x" . | quote',
  '.Values.global | toJson | quote',
  'kindOf .Values.a',
  'coalesce .Values.a .Values.b "z" | toString | quote',
  'merge (dict "q" 1) (dict "q" 2 "r" 3) | toJson | quote',
  'hasKey .Values "one"',
  '.Values.a | int64',
  'keys .Subcharts | len',
  '.Release.Name | upper | b64enc',
);
const template = fc
  .tuple(
    fc.constantFrom('ConfigMap', 'Service', 'Widget', 'Namespace', 'Deployment'),
    fc.array(expression, { minLength: 1, maxLength: 3 }),
    fc.boolean(),
  )
  .map(([kind, expressions, isHook]) =>
    configMap(`n-${expressions.length}`, expressions.map((text, index) => `  k${index}: {{ ${text} }}`).join('\n'))
      .replace('kind: ConfigMap', `kind: ${kind}`)
      .replace('data:', isHook ? '  annotations: {"helm.sh/hook": pre-install}\ndata:' : 'data:'),
  );
const chart = fc
  .record({
    own: values,
    one: values,
    two: values,
    templates: fc.array(template, { minLength: 1, maxLength: 3 }),
    subTemplate: template,
    condition: fc.boolean(),
    alias: fc.boolean(),
    importValues: fc.boolean(),
  })
  .map((parts) => {
    const { own, one, two, templates, subTemplate, condition, alias, importValues } = parts;
    const first = `- {name: one, version: ">0", repository: ""${condition ? ', condition: one.enabled' : ''}${importValues ? ', import-values: [{child: b, parent: imported}, c]' : ''}}`;
    const second = `- {name: two, version: 1.2.3, repository: ""${alias ? ', alias: other' : ''}, tags: [a]}`;
    return FileSet.of({
      'Chart.yaml': chartYaml('web', `dependencies:\n${first}\n${second}\n`),
      'values.yaml': JSON.stringify(own),
      'templates/_x.tpl': '{{ define "x" }}{{ .Chart.Name }}/{{ .Values.a }}{{ end }}',
      ...Object.fromEntries(templates.map((text, index) => [`templates/t${index}.yaml`, text])),
      'charts/one/Chart.yaml': chartYaml('one'),
      'charts/one/values.yaml': JSON.stringify({ ...one, exports: { c: { exported: 1 } } }),
      'charts/one/templates/s.yaml': subTemplate,
      'charts/two/Chart.yaml': chartYaml('two'),
      'charts/two/values.yaml': JSON.stringify(two),
      'charts/two/templates/s.yaml': subTemplate,
    });
  });
const request: fc.Arbitrary<HelmRequest> = fc
  .record({
    files: chart,
    over: fc.array(values, { maxLength: 2 }),
    set: fc.array(setFlag, { maxLength: 3 }),
    setString: fc.array(setFlag, { maxLength: 1 }),
    includeCrds: fc.boolean(),
  })
  .map(({ files, over, set, setString, includeCrds }) => ({
    chart: { files },
    values: {
      files: over.map((content, index) => ({ name: `v${index}.yaml`, content: JSON.stringify(content) })),
      set,
      setString,
    },
    releaseName: 'rel',
    namespace: 'ns',
    includeCrds,
  }));

let helm: Helm;

beforeAll(() => {
  helm = createHelm();
});
afterAll(() => helm.close());

async function ours(asked: HelmRequest): Promise<HelmCommandResult> {
  try {
    return { output: (await helm.template(asked)).output };
  } catch (error) {
    if (!GitopsError.is(error) || error.code !== 'ENGINE_HELM_FAILED') throw error;
    return { error: 'refused' };
  }
}

withCommand(
  'generated charts and values give what the real helm gives, and are refused where it refuses',
  async () => {
    await fc.assert(
      fc.asyncProperty(request, async (asked) => {
        const real = await helmTemplate(binary!, asked);

        expect(await ours(asked)).toEqual(real.error === undefined ? real : { error: 'refused' });
      }),
      { numRuns: RUNS, seed: 1 },
    );
  },
  300_000,
);
