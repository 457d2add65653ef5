import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { GeneratorFiles } from '../../src/argocd/generators/generator-context.js';
import { createTemplates } from '../../src/engines/template/create-templates.js';
import type { Templates } from '../../src/engines/template/templates.js';
import { GitopsError } from '../../src/errors.js';
import type { KubeObject } from '../../src/manifest/kube-object.js';
import { parseObjects } from '../../src/manifest/yaml.js';
import type { GeneratorInputs } from '../../src/render/create-generator-context.js';
import { expandApplicationSet } from '../../src/render/expand-application-set.js';

/** Each has what Argo CD 3.2.11's own code answered; tools/applicationsets records it. */
const FOLDER = join(import.meta.dirname, '..', 'applicationsets');

let templates: Templates;

beforeAll(() => {
  templates = createTemplates({ timeoutMs: 3_000 });
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
    const result = await expand(set, { clusters: clustersOf(folder), files: async () => filesOf(join(folder, 'files')) });

    if (expected.error !== undefined) expect(result).toMatchObject({ code: 'ARGOCD_INVALID_APPLICATIONSET', source: { file: 'sets.yaml' } });
    else if (GitopsError.is(result)) throw result;
    else expect(byName(result)).toEqual(byName(expected.applications ?? []));
  });
});

async function expand(set: KubeObject, inputs: Partial<GeneratorInputs> = {}): Promise<readonly unknown[] | GitopsError> {
  const noFiles = async () => ({ paths: [], read: () => '' });
  try {
    return (await expandApplicationSet({ resource: set, file: 'sets.yaml' }, { templates, clusters: [], recordings: [], files: noFiles, ...inputs }))
      .applications;
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
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => relative(folder, join(entry.parentPath, entry.name)));
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
        item !== undefined && item !== '' && item !== false && JSON.stringify(item) !== '{}' && JSON.stringify(item) !== '[]' && item !== null,
    );
  return Object.fromEntries(entries.filter(([key]) => key !== 'apiVersion' && key !== 'kind'));
}

/** A strategic merge leaves them in any order. */
function isFinalizers(list: readonly unknown[]): boolean {
  return list.includes('resources-finalizer.argocd.argoproj.io');
}
