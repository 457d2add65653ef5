import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { ROOT } from './documents.js';

/** A link of a page that stays in the repository. */
export interface PageLink {
  /** As it is written. */
  readonly link: string;
  /** Its target, relative to the root of the repository. */
  readonly file: string;
  /** The heading behind `#`; empty without one. */
  readonly heading: string;
}

/** @param page relative to the root of the repository, as all paths here */
export function textOf(page: string): string {
  return readFileSync(join(ROOT, page), 'utf8');
}

export function linksOf(page: string): readonly PageLink[] {
  return [...withoutCode(textOf(page)).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, link = '']) => link)
    .filter((link) => !/^[a-z]+:/.test(link))
    .map((link) => {
      const [path = '', heading = ''] = link.split('#');
      return { link, heading, file: path === '' ? page : relative(ROOT, join(ROOT, dirname(page), path)) };
    });
}

/** Headings as they are written in links. */
export function anchorsOf(page: string): ReadonlySet<string> {
  return new Set(
    headingsOf(page).map((heading) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}

export function headingsOf(page: string): readonly string[] {
  return [...withoutCode(textOf(page)).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => heading);
}

/** A block of code of a page. */
export interface Block {
  /** What follows the three backticks; empty without it. */
  readonly language: string;
  /** Line of the page, from 1, that the code begins in. */
  readonly line: number;
  readonly code: string;
}

export function blocksOf(page: string): readonly Block[] {
  const text = textOf(page);
  return [...text.matchAll(/^( *)```([^\n]*)\n([\s\S]*?)^\1```$/gm)].map((match) => ({
    language: match[2] ?? '',
    line: text.slice(0, match.index).split('\n').length + 1,
    code: (match[3] ?? '').replaceAll(new RegExp(`^${match[1] ?? ''}`, 'gm'), ''),
  }));
}

/** Blocks of code become empty lines, so that line numbers stay. */
export function withoutCode(text: string): string {
  return text.replace(/^ *```[\s\S]*?^ *```/gm, (block) => block.replace(/[^\n]/g, ''));
}
