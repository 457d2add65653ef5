import { createTemplates } from '../../../src/engines/template/create-templates.js';
import type { Templates } from '../../../src/engines/template/templates.js';
import { threadTime } from '../../../src/host/thread-time.js';

let templates: Templates;

beforeAll(() => {
  templates = createTemplates();
});
afterAll(() => templates.close());

async function go(
  template: unknown,
  parameters: Readonly<Record<string, unknown>>,
  goTemplateOptions: readonly string[] = [],
) {
  return (await templates.render({ template, parameters: [parameters], goTemplate: true, goTemplateOptions }))
    .outcomes[0];
}

async function fast(template: unknown, parameters: Readonly<Record<string, unknown>>) {
  return (await templates.render({ template, parameters: [parameters] })).outcomes[0];
}

test('numbers of a template keep their digits', async () => {
  const values = { most: 9223372036854775807n, size: 9007199254740993n, part: 1.5, few: 3, name: '{{name}}' };

  expect(await fast({ values }, { name: 'web' })).toEqual({ value: { values: { ...values, name: 'web' } } });
});

describe('Go templates', () => {
  const parameters = {
    name: 'Prod EU',
    path: { segments: ['apps', 'web'], basename: 'web' },
    values: { port: 8080, big: 12_345_678, on: true },
    labels: { b: 'x', a: 'y' },
  };

  test.each([
    ['{{.name}}', 'Prod EU'],
    ['{{ .name | normalize }}', 'prod-eu'],
    ['{{ normalize "_Feature/ABC._" }}', 'feature-abc'],
    ['{{ slugify .name }}', 'prod-eu'],
    ['{{ slugify 10 true "a-very-long-branch-name" }}', 'a-very'],
    ['{{ slugify 10 false "a-very-long-branch-name" }}', 'a-very-lon'],
    ['{{ index .path.segments 1 }}', 'web'],
    ['{{ .values.port }} {{ .values.on }}', '8080 true'],
    ['{{ .values.big }}', '1.2345678e+07'],
    ['{{ toYaml .labels }}', 'a: "y"\nb: x'],
    ['{{ (fromYaml "a: {b: 1}").a.b }} {{ fromYamlArray "[1, 2]" | len }}', '1 2'],
    ['{{ keys .labels | join "," }} {{ values .labels | join "," }}', 'a,b y,x'],
    ['{{ .absent }}', '<no value>'],
    ['{{ range $k, $v := .labels }}{{ $k }}={{ $v }};{{ end }}', 'a=y;b=x;'],
    ['{{ if eq .path.basename "web" }}{{ "x" | upper }}{{ end }}', 'X'],
    ['no template', 'no template'],
  ])('%s', async (template, value) => {
    expect(await go(template, parameters)).toEqual({ value });
  });

  test('are every text and every key of a value, and nothing else', async () => {
    const template = { '{{.name | lower}}': ['{{.values.port}}', 3, true, null, { x: 'é{{.name}}' }] };

    expect(await go(template, parameters)).toEqual({
      value: { 'prod eu': ['8080', 3, true, null, { x: 'éProd EU' }] },
    });
  });

  test('fail on missing keys when asked to', async () => {
    expect(await go('{{ .absent }}', parameters, ['missingkey=error'])).toEqual({
      error: expect.stringContaining('map has no entry for key "absent"'),
    });
  });

  test.each(['{{ env "HOME" }}', '{{ expandenv "$HOME" }}', '{{ getHostByName "localhost" }}'])(
    '%s does not look at the machine',
    async (template) => {
      expect(await go(template, {})).toEqual({ error: expect.stringContaining('not defined') });
    },
  );

  test('that do not parse, and unknown options, are errors', async () => {
    expect(await go('{{ .a', {})).toEqual({ error: expect.stringContaining('failed to parse template') });
    await expect(go('{{ .a }}', {}, ['missingkey=perhaps'])).rejects.toMatchObject({ code: 'ENGINE_TEMPLATE_FAILED' });
  });

  test('give one result per set of parameters, one error not hiding the others', async () => {
    const { outcomes } = await templates.render({
      template: '{{ div 6 .n }}',
      parameters: [{ n: 2 }, { n: 0 }, { n: 3 }],
      goTemplate: true,
    });

    expect(outcomes).toEqual([{ value: '3' }, { error: expect.stringContaining('divide by zero') }, { value: '2' }]);
  });

  test('name the functions that give another value each time', async () => {
    const { volatile } = await templates.render({
      template: '{{ now | date "2006" }}{{ uuidv4 }}',
      parameters: [{}],
      goTemplate: true,
    });

    expect(volatile).toEqual(['now', 'uuidv4']);
  });
});

describe('fasttemplate', () => {
  test.each([
    ['{{name}}-{{ path.basename }}', 'x-web'],
    ['{{absent}} {{ also absent }}', '{{absent}} {{ also absent }}'],
    ['{{port}}', '{{port}}'],
    ['{{name', '{{name'],
    ['{{ .name }}', '{{ .name }}'],
    ['{{}}', '{{}}'],
    ['a\n{{name}}\nb', 'a\nx\nb'],
  ])('%s', async (template, value) => {
    expect(await fast(template, { name: 'x', 'path.basename': 'web', port: 80 })).toEqual({ value });
  });
});

test('10,000 renderings of an Application take seconds of processor time at most', async () => {
  const template = {
    metadata: { name: '{{.name}}-app', labels: { env: '{{.name | upper}}' } },
    spec: { source: { path: 'apps/{{.name}}', helm: { values: 'a: {{.name}}\nb: 2' } } },
  };
  const parameters = Array.from({ length: 10_000 }, (_, index) => ({ name: `n${index}` }));
  const started = threadTime(undefined);
  const { outcomes } = await templates.render({ template, parameters, goTemplate: true });

  expect(outcomes[9_999]?.value).toMatchObject({ metadata: { name: 'n9999-app', labels: { env: 'N9999' } } });
  expect(threadTime(undefined) - started).toBeLessThan(20_000);
});

describe('a hostile template', () => {
  test('that never ends is ended with its thread, and the engine goes on', async () => {
    const impatient = createTemplates({ timeoutMs: 1_500 });
    try {
      const endless = { template: '{{ range 1000000000000 }}{{ end }}', parameters: [{}], goTemplate: true };

      await expect(impatient.render(endless)).rejects.toMatchObject({ code: 'ENGINE_TIMEOUT' });
      await expect(impatient.render({ template: 'x', parameters: [{}] })).resolves.toMatchObject({
        outcomes: [{ value: 'x' }],
      });
    } finally {
      await impatient.close();
    }
  });

  test('that takes all memory is ended with its thread, and the engine goes on', async () => {
    const small = createTemplates({ memoryMb: 64, timeoutMs: 20_000 });
    try {
      const hostile = small.render({
        template: '{{ range 1000000000 }}{{ "xxxxxxxxxxxxxxxx" }}{{ end }}',
        parameters: [{}],
        goTemplate: true,
      });

      await expect(hostile).rejects.toMatchObject({ code: 'ENGINE_FAILED' });
      await expect(small.render({ template: 'x', parameters: [{}] })).resolves.toMatchObject({
        outcomes: [{ value: 'x' }],
      });
    } finally {
      await small.close();
    }
  });

  test('with a YAML bomb is refused', async () => {
    const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${'abcdefghi'
      .split('')
      .slice(1)
      .map((letter, index) => `${letter}: &${letter} [${Array(9).fill(`*${'abcdefghi'[index]}`).join(',')}]`)
      .join('\n')}\n`;

    expect(await go('{{ (fromYaml .bomb).i | len }}', { bomb })).toEqual({
      error: expect.stringContaining('excessive aliasing'),
    });
  });
});
