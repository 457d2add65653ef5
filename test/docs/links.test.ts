import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { documents, filesBelow, ROOT } from './documents.js';
import { anchorsOf, headingsOf, linksOf, textOf } from './pages.js';

const INDEX = 'docs/README.md';
const pages = documents().filter((page) => page.startsWith('docs/'));

test('every link between pages leads to a file and a heading that exist', () => {
  const broken = [...documents(), 'test/scenarios/README.md'].flatMap((page) =>
    linksOf(page)
      .filter(({ file, heading }) => !existsSync(join(ROOT, file)) || (heading !== '' && !anchorsOf(file).has(heading)))
      .map(({ link }) => `${page}: ${link}`),
  );

  expect(broken).toEqual([]);
});

test('the README links the index, and every page in docs is reached from it', () => {
  const reached = new Set<string>();
  const visit = (page: string): void => {
    if (reached.has(page) || !existsSync(join(ROOT, page))) return;
    reached.add(page);
    if (page.endsWith('.md')) for (const { file } of linksOf(page)) visit(file);
  };
  visit('README.md');
  const isReached = (page: string) => reached.has(page) || reached.has(page.replace(/\/[^/]+$/, ''));

  expect(linksOf('README.md').map(({ file }) => file)).toContain(INDEX);
  expect(pages.length).toBeGreaterThan(30);
  expect(pages.filter((page) => !isReached(page))).toEqual([]);
});

test('the index has one line for each page, and the line says what the page is for', () => {
  const rows = [...textOf(INDEX).matchAll(/^\| \[([^\]]+)\]\(([^)#]+)\) \| (.+) \|$/gm)].map(
    ([, name, file, text]) => ({
      name,
      file: `docs/${file}`,
      text: text ?? '',
    }),
  );
  const listed = rows.map(({ file }) => file).filter((file) => /^docs\/[^/]+\.md$/.test(file));

  expect(listed.sort()).toEqual(pages.filter((page) => /^docs\/[^/]+\.md$/.test(page) && page !== INDEX).sort());
  expect(rows.filter(({ name, file }) => `docs/${name}` !== file && name !== 'adr')).toEqual([]);
  expect(rows.filter(({ text }) => text.length < 30 || text.length > 110)).toEqual([]);
});

test('files that pages name in backticks exist', () => {
  const named = documents().flatMap((page) =>
    page.startsWith('templates/')
      ? []
      : [...textOf(page).matchAll(/`((?:src|test|tools|docs|engines|templates|apps)\/[\w./-]*)(?=`)/g)].map(
          ([, path = '']) => ({ page, path }),
        ),
  );

  expect(named.length).toBeGreaterThan(20);
  expect(named.filter(({ path }) => !existsSync(join(ROOT, path))).map(({ page, path }) => `${page}: ${path}`)).toEqual(
    [],
  );
});

test('headings that tests name exist: docs/page.md, "Heading"', () => {
  const named = filesBelow('test', '.ts')
    .filter((file) => !file.startsWith('test/docs/'))
    .flatMap((file) =>
      [
        ...textOf(file)
          .replace(/\n\s*\/\/ /g, ' ')
          .matchAll(/(docs\/[\w-]+\.md), "([^"]+)"(?: and "([^"]+)")?/g),
      ].flatMap(([, page = '', ...headings]) =>
        headings.flatMap((heading) => (heading === undefined ? [] : [{ file, page, heading }])),
      ),
    );

  expect(named.length).toBeGreaterThan(5);
  expect(
    named.filter(({ page, heading }) => !existsSync(join(ROOT, page)) || !headingsOf(page).includes(heading)),
  ).toEqual([]);
});
