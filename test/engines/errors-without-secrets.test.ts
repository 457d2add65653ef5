import { createHelm } from '../../src/engines/helm/create-helm.js';
import { createJsonnet } from '../../src/engines/jsonnet/create-jsonnet.js';
import { createKustomize } from '../../src/engines/kustomize/create-kustomize.js';
import { GitopsError } from '../../src/errors.js';
import { FileSet } from '../../src/files/file-set.js';

const SENTINEL = 'sw0rdfish-Sentinel';
const BASE64 = Buffer.from(SENTINEL).toString('base64');

async function failureOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    if (GitopsError.is(error)) return [error.message, error.hint, String(error.stack)].join('\n');
    throw error;
  }
  throw new Error('it did not fail');
}

const secret = (rest: string) => `apiVersion: v1\nkind: Secret\nmetadata:\n  name: db\n${rest}\n`;
const HEAD = 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n';

describe('kustomize', () => {
  const kustomize = createKustomize();
  afterAll(() => kustomize.close());

  test.each([
    [
      'a Secret without a name',
      { 's.yaml': `apiVersion: v1\nkind: Secret\nstringData:\n  dsn: ${SENTINEL}\n` },
      'resources: [s.yaml]\n',
    ],
    [
      'a Secret that is no map',
      { 's.yaml': secret(`stringData:\n  dsn: ${SENTINEL}\n ${SENTINEL}`) },
      'resources: [s.yaml]\n',
    ],
    [
      'a value in base64 that stands twice',
      { 's.yaml': secret(`data:\n  dsn: ${BASE64}\n  dsn: ${BASE64}`) },
      'resources: [s.yaml]\n',
    ],
    ['a literal', {}, `secretGenerator:\n- name: db\n  literals:\n  - ${SENTINEL}\n`],
    [
      'a patch that does not fit',
      {
        's.yaml': secret('stringData:\n  dsn: x'),
        'p.yaml': secret(`stringData: {dsn: ${SENTINEL}}`).replace('db', 'gone'),
      },
      'resources: [s.yaml]\npatches: [{path: p.yaml}]\n',
    ],
    [
      'a patch in line that does not fit',
      { 's.yaml': secret('stringData:\n  dsn: x') },
      `resources: [s.yaml]\npatches:\n- patch: '{"apiVersion":"v1","kind":"Secret","metadata":{"name":"gone"},"stringData":{"dsn":"${SENTINEL}"}}'\n`,
    ],
    [
      'a patch of operations that does not fit',
      { 's.yaml': secret('stringData:\n  dsn: x') },
      `resources: [s.yaml]\npatches:\n- target: {kind: Secret}\n  patch: '[{"op":"test","path":"/stringData/dsn","value":"${SENTINEL}"}]'\n`,
    ],
  ])('does not quote %s', async (_, files, kustomization) => {
    const all = Object.fromEntries(
      Object.entries({ ...files, 'kustomization.yaml': HEAD + kustomization }).map(([name, text]) => [
        `a/${name}`,
        text,
      ]),
    );

    const said = await failureOf(kustomize.build(FileSet.of(all), 'a'));

    expect(said).not.toContain(SENTINEL);
    expect(said).not.toContain(BASE64);
  });
});

describe('Helm', () => {
  const helm = createHelm();
  afterAll(() => helm.close());
  const CHART = 'apiVersion: v2\nname: web\nversion: 1.0.0\n';

  test.each([
    [
      'a password that it refuses',
      { 'templates/x.yaml': '{{ fail (printf "the password %s is too short" .Values.password) }}' },
      `password: ${SENTINEL}`,
    ],
    [
      'what a Secret is made of',
      {
        'templates/s.yaml': secret('stringData:\n  dsn: {{ .Values.db.dsn }}'),
        'templates/x.yaml': '{{ fail (toJson .Values) }}',
      },
      `db: {dsn: ${SENTINEL}}`,
    ],
    [
      'a Secret that is not YAML',
      { 'templates/s.yaml': secret('stringData:\n  dsn: {{ .Values.dsn }}\n {{ .Values.dsn }}: [') },
      `dsn: ${SENTINEL}`,
    ],
    [
      'a value of the wrong kind',
      { 'templates/s.yaml': '{{ .Values.auth.password.first }}' },
      `auth: {password: ${SENTINEL}}`,
    ],
    ['values that are not YAML', { 'templates/s.yaml': '' }, `auth:\n  password: ${SENTINEL}\n ${SENTINEL}`],
    [
      'what a schema does not allow',
      {
        'values.schema.json': '{"properties":{"password":{"enum":["a"]}, "token":{"type":"integer"}}}',
        'templates/s.yaml': '',
      },
      `password: ${SENTINEL}\ntoken: ${SENTINEL}`,
    ],
  ])('does not quote %s', async (_, files, values) => {
    const chart = { files: FileSet.of({ 'Chart.yaml': CHART, ...files }) };

    const said = await failureOf(
      helm.template({
        chart,
        releaseName: 'web',
        namespace: 'shop',
        values: { files: [{ name: 'prod.yaml', content: values }] },
      }),
    );

    expect(said).not.toContain(SENTINEL);
    expect(said).not.toContain(BASE64);
  });

  test('still says what is wrong', async () => {
    const chart = {
      files: FileSet.of({
        'Chart.yaml': CHART,
        'templates/x.yaml': '{{ fail (printf "%s is no region" .Values.region) }}',
      }),
    };
    const values = {
      files: [{ name: 'prod.yaml', content: `region: mars\npassword: ${SENTINEL}\nexistingSecret: web\n` }],
    };

    expect(await failureOf(helm.template({ chart, releaseName: 'web', namespace: 'shop', values }))).toContain(
      'mars is no region',
    );
  });
});

describe('jsonnet', () => {
  const jsonnet = createJsonnet();
  afterAll(() => jsonnet.close());

  test.each([
    ['a password', `local password = '${SENTINEL}'; error 'bad ' + password`],
    ['a Secret', `local s = { kind: 'Secret', stringData: { dsn: '${SENTINEL}' } }; error std.toString(s)`],
  ])('does not quote %s', async (_, text) => {
    const said = await failureOf(jsonnet.evaluate({ files: FileSet.of({ 'a.jsonnet': text }), file: 'a.jsonnet' }));

    expect(said).not.toContain(SENTINEL);
  });
});
