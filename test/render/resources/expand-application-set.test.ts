import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { GeneratorFiles } from '../../../src/argocd/set/generators/generator-context.js';
import { createTemplates } from '../../../src/engines/template/create-templates.js';
import type { Templates } from '../../../src/engines/template/templates.js';
import { GitopsError } from '../../../src/errors.js';
import { threadTime } from '../../../src/host/thread-time.js';
import { canonicalJson } from '../../../src/manifest/canonical.js';
import type { KubeObject } from '../../../src/manifest/kube-object.js';
import { parseObjects } from '../../../src/manifest/yaml.js';
import type { GeneratorInputs } from '../../../src/render/resources/create-generator-context.js';
import { expandApplicationSet } from '../../../src/render/resources/expand-application-set.js';

/** Each has what Argo CD 3.2.11's own code answered; tools/applicationsets records it. */
const FOLDER = join(import.meta.dirname, '..', '..', 'applicationsets');

let templates: Templates;

beforeAll(() => {
  templates = createTemplates({ timeoutMs: 1_500 });
});
afterAll(() => templates.close());

interface Expected {
  readonly applications?: readonly unknown[];
  readonly error?: string;
}

describe('an ApplicationSet yields what Argo CD makes of it', () => {
  test.each(readdirSync(FOLDER))('%s', async (name) => {
    const folder = join(FOLDER, name);
    const expected = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as Expected;
    const set = parseObjects(readFileSync(join(folder, 'applicationset.yaml'), 'utf8'), 'applicationset.yaml')[0]!;
    const result = await expand(set, {
      clusters: clustersOf(folder),
      files: async () => filesOf(join(folder, 'files')),
    });

    if (expected.error !== undefined)
      expect(result).toMatchObject({ code: 'ARGOCD_INVALID_APPLICATIONSET', source: { file: 'sets.yaml' } });
    else if (GitopsError.is(result)) throw result;
    else expect(byName(result)).toEqual(byName(expected.applications ?? []));
  });
});

/** 200 that tools/applicationsets/generate.mjs made, with what Argo CD's code made of them. */
test('ApplicationSets made by chance yield what Argo CD makes of them, or fail where it fails', async () => {
  const recorded = JSON.parse(
    readFileSync(join(import.meta.dirname, 'generated-application-sets.json'), 'utf8'),
  ) as (Expected & {
    readonly spec: object;
  })[];
  const inputs = {
    clusters: clustersOf(join(FOLDER, 'clusters-all')),
    files: async () => filesOf(join(FOLDER, 'git-files/files')),
    anyName: true,
  };
  const results = await Promise.all(
    recorded.map(({ spec }) =>
      expand(
        {
          apiVersion: 'argoproj.io/v1alpha1',
          kind: 'ApplicationSet',
          metadata: { name: 'generated', namespace: 'argocd' },
          spec,
        },
        inputs,
      ),
    ),
  );

  const answers = recorded.map(({ error, applications = [] }) =>
    error === undefined ? inAnyOrder(applications) : 'fails',
  );
  const mine = results.map((result) => (GitopsError.is(result) ? 'fails' : inAnyOrder(result)));
  const wrong = recorded.flatMap(({ spec, error }, index) => {
    if (JSON.stringify(mine[index]) === JSON.stringify(answers[index])) return [];
    const result = results[index];
    return [
      {
        spec,
        expected: error ?? answers[index],
        is: GitopsError.is(result) ? GitopsError.each(result).map(String) : mine[index],
      },
    ];
  });
  expect(wrong).toEqual([]);
});

function inAnyOrder(applications: readonly unknown[]): readonly string[] {
  return applications.map((application) => canonicalJson(withoutEmpty(application))).sort();
}

async function expand(
  set: KubeObject,
  inputs: Partial<GeneratorInputs> = {},
): Promise<readonly unknown[] | GitopsError> {
  const noFiles = async () => ({ paths: [], read: () => '' });
  try {
    return (
      await expandApplicationSet(
        { resource: set, file: 'sets.yaml' },
        { templates, clusters: [], recordings: [], files: noFiles, ...inputs },
      )
    ).applications;
  } catch (error) {
    if (GitopsError.is(error)) return error;
    throw error;
  }
}

function clustersOf(folder: string): readonly KubeObject[] {
  const file = join(folder, 'clusters.yaml');
  return existsSync(file) ? parseObjects(readFileSync(file, 'utf8'), file) : [];
}

function filesOf(folder: string): GeneratorFiles {
  if (!existsSync(folder)) return { paths: [], read: () => '' };
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
  return { paths, read: (path) => readFileSync(join(folder, path), 'utf8') };
}

/** Go writes a field's zero value in some places and not in others, and the order of a merge is random. */
function byName(applications: readonly unknown[]): readonly unknown[] {
  const plain = applications.map((application) => withoutEmpty(application) as KubeObject);
  return plain.sort((left, right) => (left.metadata.name < right.metadata.name ? -1 : 1));
}

function withoutEmpty(value: unknown): unknown {
  if (Array.isArray(value)) return isFinalizers(value) ? [...value].sort() : value.map(withoutEmpty);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value)
    .map(([key, item]) => [key, key === 'valuesObject' ? item : withoutEmpty(item)] as const)
    .filter(
      ([, item]) =>
        item !== undefined &&
        item !== '' &&
        item !== false &&
        JSON.stringify(item) !== '{}' &&
        JSON.stringify(item) !== '[]' &&
        item !== null,
    );
  return Object.fromEntries(entries.filter(([key]) => key !== 'apiVersion' && key !== 'kind'));
}

/** A strategic merge leaves them in any order. */
function isFinalizers(list: readonly unknown[]): boolean {
  return list.includes('resources-finalizer.argocd.argoproj.io');
}

describe('a hostile ApplicationSet', () => {
  const set = (spec: object) => ({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'ApplicationSet',
    metadata: { name: 'hostile', namespace: 'argocd' },
    spec,
  });
  const template = (name: string) => ({
    metadata: { name },
    spec: {
      project: 'default',
      source: { repoURL: 'https://example.com/a.git', path: 'x' },
      destination: { name: 'in-cluster' },
    },
  });
  const list = (...elements: readonly object[]) => ({ list: { elements } });
  const git = (more: object) => ({ git: { repoURL: 'https://example.com/a.git', revision: 'HEAD', ...more } });
  const files = (content: Readonly<Record<string, string>>) => ({
    files: async () => ({ paths: Object.keys(content), read: (path: string) => content[path] ?? '' }),
  });

  test('whose template never ends is ended, and the others beside it are not', async () => {
    const endless = set({
      goTemplate: true,
      generators: [list({ a: '1' })],
      template: template('{{ range 1000000000000 }}{{ end }}'),
    });
    const fine = set({ goTemplate: true, generators: [list({ a: '1' })], template: template('n{{ .a }}') });

    const [bad, good] = await Promise.all([expand(endless), expand(fine)]);

    expect(bad).toMatchObject({ code: 'ENGINE_TIMEOUT', message: expect.stringContaining("ApplicationSet 'hostile'") });
    expect(good).toMatchObject([{ metadata: { name: 'n1' } }]);
  });

  test('whose generators multiply each other ends soon', async () => {
    const many = list(...Array.from({ length: 2_000 }, (_, index) => ({ a: String(index) })));
    const again = list(...Array.from({ length: 2_000 }, (_, index) => ({ b: String(index) })));

    expect(
      await expand(set({ generators: [{ matrix: { generators: [many, again] } }], template: template('{{a}}-{{b}}') })),
    ).toMatchObject({
      code: 'ARGOCD_INVALID_APPLICATIONSET',
      message: expect.stringContaining('more than 200000 sets of parameters'),
    });
  });

  test('with a YAML bomb, in itself or in a file, is refused', async () => {
    const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefghi'
      .split('')
      .map((name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[index]}`).join(',')}]\n`)
      .join('')}`;

    expect(
      await expand(set({ generators: [{ list: { elementsYaml: bomb } }], template: template('x') })),
    ).toMatchObject({
      code: 'ARGOCD_INVALID_APPLICATIONSET',
      message: expect.stringContaining('aliases make more than'),
    });
    expect(
      await expand(
        set({ generators: [git({ files: [{ path: '*' }] })], template: template('x') }),
        files({ 'a.yaml': bomb }),
      ),
    ).toMatchObject({
      code: 'MANIFEST_INVALID_YAML',
      source: { file: 'a.yaml' },
    });
  });

  test.each([
    [
      'a pattern with an open bracket',
      { generators: [git({ directories: [{ path: 'apps/[a' }] })] },
      "the path pattern '[a' is malformed",
    ],
    [
      'a path out of the repository',
      { generators: [git({ files: [{ path: '../secrets.yaml' }] })] },
      "'../secrets.yaml' is outside of the repository",
    ],
    [
      'pathspec magic',
      { generators: [git({ files: [{ path: ':(exclude)a' }] })] },
      "':(exclude)a' uses Git's pathspec magic",
    ],
    [
      'a file that is not a mapping',
      { generators: [git({ files: [{ path: 'text.yaml' }] })] },
      "the file 'text.yaml' of a git generator holds neither",
    ],
    [
      'a selector with an operator of its own',
      { generators: [{ ...list({ a: '1' }), selector: { matchExpressions: [{ key: 'a', operator: 'Like' }] } }] },
      "has the operator 'Like'",
    ],
    [
      'a selector of no label',
      { generators: [{ ...list({ a: '1' }), selector: { matchLabels: { 'a b': '1' } } }] },
      "the selector's key 'a b' is not a label",
    ],
    ['no generator in an entry', { generators: [{ selector: {} }] }, "'generators[0]' names no generator"],
    ['no generator at all', { generators: [] }, 'spec.generators is empty'],
    [
      'two generators in one entry of a merge',
      {
        generators: [
          { merge: { mergeKeys: ['a'], generators: [{ ...list({ a: '1' }), clusters: {} }, list({ a: '1' })] } },
        ],
      },
      'names several generators',
    ],
    [
      'a matrix three levels deep',
      { generators: [{ matrix: { generators: [{ matrix: { generators: [{ matrix: { generators: [] } }] } }] } }] },
      'matrix.generators[0].matrix is a field that Argo CD does not know',
    ],
    [
      'a templatePatch that is a text',
      { generators: [list({ a: '1' })], templatePatch: 'just {{a}}' },
      "the templatePatch renders to 'just 1', which is not a mapping",
    ],
    [
      'a patch by strategy',
      { generators: [list({ a: '1' })], templatePatch: 'spec: { $retainKeys: [source] }' },
      "the templatePatch has '$retainKeys'",
    ],
    [
      'a name that is none',
      { generators: [list({ a: 'A b' })], template: template('{{a}}') },
      "'A b' is not a name for an Application",
    ],
    [
      'a Go template that has no value for a parameter in the name',
      { goTemplate: true, generators: [list({ a: 'x' })], template: template('{{ .b }}-dev') },
      "'<no value>-dev' is not a name for an Application: a parameter in '{{ .b }}-dev' has no value",
    ],
    [
      'a template that has no value for a parameter in the name',
      { generators: [list({ a: 'x' })], template: template('{{b}}-dev') },
      "'{{b}}-dev' is not a name for an Application: the parameter 'b' has no value",
    ],
    [
      'a templatePatch that is not YAML',
      { generators: [list({ a: 'x: y' })], templatePatch: 'spec:\n  project: {{a}}\n' },
      'the templatePatch renders to text that is not YAML at its line 2:\nspec:\n  project: x: y',
    ],
    ['no name', { generators: [list({ a: 'x' })], template: template('') }, '1 of its Applications have no name'],
  ])('with %s is refused with a reason', async (_, spec, message) => {
    const result = await expand(set({ template: template('fixed'), ...spec }), files({ 'text.yaml': 'just text\n' }));

    const messages = GitopsError.is(result) ? GitopsError.each(result).map((problem) => problem.message) : [];
    expect(messages).toEqual(expect.arrayContaining([expect.stringContaining(message)]));
  });

  test('with a pattern of many stars is matched in no time', async () => {
    const path = `${'a'.repeat(200)}/${'b'.repeat(200)}`;
    const stars = `${'*a'.repeat(40)}*c`;
    const spec = (more: object) => set({ generators: [git(more)], template: template('x') });
    const started = threadTime(undefined);

    expect(await expand(spec({ files: [{ path: stars }] }), files({ [`${path}/x.yaml`]: 'a: 1\n' }))).toEqual([]);
    expect(
      await expand(spec({ directories: [{ path: `${stars}/*` }] }), files({ [`${path}/x.yaml`]: 'a: 1\n' })),
    ).toEqual([]);
    expect(threadTime(undefined) - started).toBeLessThan(30_000);
  });
});
