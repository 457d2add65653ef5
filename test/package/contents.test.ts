import { readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import typescript from 'typescript';
import { packageUnderTest } from '../helpers/package-under-test.js';

const files = () => packageUnderTest().files;
const read = (path: string) =>
  readFileSync(join(packageUnderTest().project, 'node_modules/cdk8s-gitops', path), 'utf8');

/** What a module imports, exports from, or loads with `import()`, relative to itself. */
function importsOf(path: string): readonly string[] {
  const { importedFiles } = typescript.preProcessFile(read(path), true, true);
  return importedFiles.map(({ fileName }) => fileName).filter((name) => /^\.{1,2}\//.test(name));
}

describe('what the package holds', () => {
  test('every page is there, and every link of a page leads to a file that is there, or to a URL', () => {
    const pages = files().filter((path) => path.endsWith('.md') && !path.startsWith('templates/'));
    const broken = pages.flatMap((page) => {
      const text = read(page).replace(/^```[\s\S]*?^```/gm, '');
      const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)]
        .map(([, link]) => link!)
        .filter((link) => !/^([a-z]+:|#)/.test(link));
      return links
        .filter((link) => !isThere(join(dirname(page), link.replace(/#.*$/, ''))))
        .map((link) => `${page}: ${link}`);
    });

    expect(pages).toEqual(
      expect.arrayContaining([
        'README.md',
        'CHANGELOG.md',
        'ARCHITECTURE.md',
        'CONTRIBUTING.md',
        'docs/model.md',
        'docs/adr/0002-labels.md',
      ]),
    );
    expect(broken).toEqual([]);
  });

  test('every import of a module or of a type leads to a file that is there', () => {
    const sources = files().filter(
      (path) => /^lib\/.*\.js$|^lib\/.*\.d\.ts$/.test(path) && !path.startsWith('lib/engines/wasm/'),
    );
    const missing = sources.flatMap((path) =>
      importsOf(path)
        .map((name) => normalize(join(dirname(path), name)))
        .filter((target) => !files().includes(path.endsWith('.d.ts') ? target.replace(/\.js$/, '.d.ts') : target))
        .map((target) => `${path}: ${target}`),
    );

    expect(sources.length).toBeGreaterThan(100);
    expect(missing).toEqual([]);
  });

  test('no module of the library is there that nothing reaches, and no notes of the build', () => {
    const reached = new Set([
      'lib/index.js',
      'lib/testing.js',
      'lib/bin/gitops.js',
      'lib/index.d.ts',
      'lib/testing.d.ts',
    ]);
    for (const path of reached)
      for (const name of importsOf(path)) {
        const target = normalize(join(dirname(path), name));
        reached.add(path.endsWith('.d.ts') ? target.replace(/\.js$/, '.d.ts') : target);
      }

    expect(
      files().filter((path) => path.startsWith('lib/') && !path.startsWith('lib/engines/wasm/') && !reached.has(path)),
    ).toEqual([]);
  });
});

/** A file, or a folder that has files. */
function isThere(path: string): boolean {
  const wanted = path.replace(/\/$/, '');
  return files().some((file) => file === wanted || file.startsWith(`${wanted}/`));
}
