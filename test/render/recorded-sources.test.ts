import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GitopsError } from '../../src/errors.js';
import { FileSet } from '../../src/files/file-set.js';
import { leavesRepository } from '../../src/files/follow-links.js';
import { canonicalJson } from '../../src/manifest/canonical.js';
import { toYaml } from '../../src/manifest/yaml.js';
import { renderApplications } from '../../src/render/render-applications.js';
import { createRenderEngines, type RenderEngines } from '../../src/render/render-engines.js';
import type { SourceTree } from '../../src/render/source/source-context.js';

interface Recorded {
  readonly name: string;
  readonly source: Readonly<Record<string, unknown>>;
  /** Path to the place of its text in the list of texts. */
  readonly files: Readonly<Record<string, number>>;
  readonly links?: Readonly<Record<string, string>>;
  readonly buildOptions?: string;
  readonly values?: { readonly files: Readonly<Record<string, string>> };
  readonly answer: { readonly objects?: readonly object[]; readonly error?: string };
}

/**
 * tools/source-options made them, and recorded what repo-server's own code of Argo CD 3.2.11 answered, with
 * the helm and the kustomize whose versions are built in.
 */
const { texts, questions } = JSON.parse(readFileSync(join(import.meta.dirname, 'recorded-sources.json'), 'utf8')) as {
  readonly texts: readonly string[];
  readonly questions: readonly Recorded[];
};

const OWN = 'https://git.example.com/team/deploy.git';
const VALUES = 'https://git.example.com/team/values.git';

let engines: RenderEngines;
beforeAll(() => {
  engines = createRenderEngines();
});
afterAll(() => engines.close());

async function render({ source, files, links = {}, buildOptions, values }: Recorded) {
  const application = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name: 'shop', namespace: 'argocd' },
    spec: {
      project: 'team',
      destination: { name: 'dev', namespace: 'web' },
      sources: [source, ...(values === undefined ? [] : [{ repoURL: VALUES, ref: 'values' }])],
    },
  };
  const settings = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'argocd-cm', namespace: 'argocd', labels: { 'app.kubernetes.io/part-of': 'argocd' } },
    data: { 'kustomize.buildOptions': buildOptions ?? '' },
  };
  const own: SourceTree = {
    files: FileSet.of(Object.entries(files).map(([path, index]) => [path, texts[index] ?? ''] as const)),
    links: new Map(Object.entries(links)),
  };
  const other: SourceTree = { files: FileSet.of(values?.files ?? {}) };
  const { rendered, problems } = await renderApplications(
    FileSet.of({ 'argo/shop.yaml': toYaml(application), 'argo/settings.yaml': toYaml(settings) }),
    {
      output: 'argo',
      ...engines,
      revision: '0123456789abcdef0123456789abcdef01234567',
      locate: async ({ repoURL }) => ({
        tree: repoURL === OWN ? own : other,
        revision: '0123456789abcdef0123456789abcdef01234567',
      }),
    },
  );
  return { objects: rendered.flatMap(({ objects }) => objects), problems };
}

/** An object that is there twice is a problem here, and Argo CD leaves one of them out. */
const sorted = (objects: readonly object[]) => objects.map((object) => canonicalJson(object)).sort();

test('sources made by chance yield what repo-server makes of them, or fail where it fails', async () => {
  const different: unknown[] = [];
  for (const question of questions) {
    const { name, source, links = {}, answer } = question;
    const leaving = Object.entries(links).filter(([link, target]) => leavesRepository(link, target));
    // One link out of the repository ends every source in it, unless an option of the repo-server permits it.
    const isRefused = answer.error?.startsWith('repository contains out-of-bounds symlinks') === true;
    if (isRefused !== leaving.length > 0) different.push({ name, links, error: answer.error });
    if (isRefused) continue;
    const { objects, problems } = await render(question);
    // Here one object twice is an error.
    if (problems.some(({ code }) => code === 'RENDER_DUPLICATE_OBJECT')) continue;
    const isSame =
      answer.error === undefined
        ? problems.length === 0 && canonicalJson(sorted(objects)) === canonicalJson(sorted(answer.objects ?? []))
        : problems.length > 0;
    if (!isSame) {
      const told = problems.map((problem) => GitopsError.each(problem).map(({ message }) => message));
      different.push({ name, source, links, wanted: answer, objects, told });
    }
  }
  expect(different).toEqual([]);
});
