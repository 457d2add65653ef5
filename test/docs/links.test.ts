import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { documents, ROOT } from './documents.js';

/** The links of a page that stay in the repository: target and, after `#`, heading. */
function linksOf(page: string): readonly { readonly link: string; readonly file: string; readonly heading: string }[] {
  const text = textOf(page).replace(/^```[\s\S]*?^```/gm, '');
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)]
    .map((match) => match[1]!)
    .filter((link) => !/^[a-z]+:/.test(link))
    .map((link) => {
      const [path = '', heading = ''] = link.split('#');
      return { link, heading, file: path === '' ? page : relative(ROOT, join(ROOT, dirname(page), path)) };
    });
}

function textOf(page: string): string {
  return readFileSync(join(ROOT, page), 'utf8');
}

/** Headings as they are written in links. */
function anchorsOf(page: string): ReadonlySet<string> {
  const headings = [...textOf(page).matchAll(/^#+ (.+)$/gm)].map((match) => match[1]!);
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}

test('every link between pages leads to a file and a heading that exist', () => {
  const broken = documents().flatMap((page) =>
    linksOf(page)
      .filter(({ file, heading }) => !existsSync(join(ROOT, file)) || (heading !== '' && !anchorsOf(file).has(heading)))
      .map(({ link }) => `${page}: ${link}`),
  );

  expect(broken).toEqual([]);
});

test('every page in docs is reached from the README', () => {
  const reached = new Set<string>();
  const visit = (page: string): void => {
    if (reached.has(page) || !page.endsWith('.md') || !existsSync(join(ROOT, page))) return;
    reached.add(page);
    for (const { file } of linksOf(page)) visit(file);
  };
  visit('README.md');

  expect(documents().filter((page) => /^docs\/[^/]+\.md$/.test(page) && !reached.has(page))).toEqual([]);
});

test('files that pages name in backticks exist', () => {
  const named = documents().flatMap((page) =>
    page.startsWith('templates/')
      ? []
      : [...textOf(page).matchAll(/`((?:src|test|tools|docs|engines|templates|apps)\/[\w./-]*)`/g)].map((match) => ({
          page,
          path: match[1]!,
        })),
  );

  expect(named.length).toBeGreaterThan(20);
  expect(named.filter(({ path }) => !existsSync(join(ROOT, path))).map(({ page, path }) => `${page}: ${path}`)).toEqual(
    [],
  );
});
