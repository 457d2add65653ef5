import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { documents, filesBelow, ROOT } from './documents.js';

const known = new Set(readFileSync(join(ROOT, 'docs/cli.md'), 'utf8').match(/--[a-z][a-z-]+/g));

/** Options of git that pages speak of. */
const OF_OTHERS = new Set(['--enable-helm', '--filter', '--no-verify', '--unshallow', '--only', '--profile']);

function unknownIn(files: readonly string[], pattern: RegExp): readonly string[] {
  return files.flatMap((file) =>
    [...readFileSync(join(ROOT, file), 'utf8').matchAll(pattern)]
      .flatMap(([text]) => text.match(/--[a-z][a-z-]+(?![A-Za-z])/g) ?? [])
      .filter((option) => !known.has(option) && !OF_OTHERS.has(option))
      .map((option) => `${file}: ${option}`),
  );
}

test('every option that a page names exists', () => {
  const pages = documents().filter((page) => !page.startsWith('docs/adr/'));

  expect(unknownIn(pages, /`(?:gitops |--)[^`\n]*`|\bgitops [a-z]+ .*$/gm)).toEqual([]);
});

test('every option that an error tells to use exists', () => {
  const hint = /(?:hint: |shareHint|return `Check|[Ss]ync with |gitops synth )[^\n]*--[^\n]*/g;

  expect(
    unknownIn(
      filesBelow('src/cluster', '.ts').concat(filesBelow('src/workflow', '.ts'), filesBelow('src/files', '.ts')),
      hint,
    ),
  ).toEqual([]);
});

test('every benchmark that docs/performance.md names exists', () => {
  const text = readFileSync(join(ROOT, 'docs/performance.md'), 'utf8');
  const asked = [...text.matchAll(/npm run bench -- ([a-z ]+)/g)].flatMap(([, names]) => names!.trim().split(' '));
  const named = [...text.matchAll(/^\| `([a-z]+)` \|/gm)].map((match) => match[1]!);

  expect(named.length).toBeGreaterThan(3);
  expect([...asked, ...named].filter((name) => !existsSync(join(ROOT, `bench/${name}.mjs`)))).toEqual([]);
});
