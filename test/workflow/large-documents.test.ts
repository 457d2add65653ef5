import type { GitopsError } from '../../src/errors.js';
import { toYaml } from '../../src/manifest/yaml.js';
import { check } from '../../src/workflow/check.js';
import { render } from '../../src/workflow/render.js';
import { tempRepository } from '../helpers/temp-repository.js';

/** In each document: each alone is within the limit of a document. */
const MIB = 60;
/** Together 720 MB: more than a text of JavaScript can have. */
const DOCUMENTS = 12;
const CHUNK = 40_000;

test.each<[where: string, files: (documents: readonly string[]) => Readonly<Record<string, string>>]>([
  ['documents of one file', (documents) => ({ 'apps/large/all.yaml': documents.join('---\n') })],
  ['many files', (documents) => Object.fromEntries(documents.map((text, index) => [`apps/large/${index}.yaml`, text]))],
])('gigabytes by aliases in %s are one named error, and hide no other application', async (_, files) => {
  await using repository = tempRepository();
  const documents = Array.from({ length: DOCUMENTS }, (_, index) => largeDocument(`large-${index}`));
  repository.commit('large', {
    'argo/large.yaml': application('large'),
    'argo/small.yaml': application('small'),
    'apps/small/a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: small}\n',
    ...files(documents),
  });
  const problems: GitopsError[] = [];

  const { findings } = await check({ repository: repository.directory });
  const { objects } = await render({
    repository: repository.directory,
    all: true,
    onProblem: (problem) => problems.push(problem),
  });

  expect(objects.map(({ metadata }) => metadata.name)).toEqual(['small']);
  expect(problems.map(({ code, message, source }) => [code, message, source?.file])).toEqual([
    ['RENDER_TOO_LARGE', "Argo Application 'large' renders more than 100 MiB of objects", 'argo/large.yaml'],
  ]);
  expect(findings.filter(({ level }) => level === 'error').map(({ rule, file }) => [rule, file])).toEqual([
    ['render-failed', 'argo/large.yaml'],
  ]);
});

function application(name: string): string {
  return toYaml({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name },
    spec: {
      project: 'default',
      source: { repoURL: 'https://git.example.com/a.git', path: `apps/${name}` },
      destination: { name: 'dev', namespace: 'shop' },
    },
  });
}

function largeDocument(name: string): string {
  const data = Array.from({ length: Math.floor((MIB * 1024 * 1024) / CHUNK) }, (_, index) => `  k${index}: *text\n`);
  return [
    `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\n`,
    `data:\n  k: &text ${'x'.repeat(CHUNK)}\n`,
    ...data,
  ].join('');
}
