import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { documents, filesBelow, ROOT } from './documents.js';

/** Something that people read, and where. */
export interface Text {
  /** `file:line`. */
  readonly place: string;
  readonly text: string;
  readonly kind: 'string' | 'comment' | 'page';
}

/** What stands for a value in a template string. */
export const VALUE = '…';

/**
 * Every string and every comment of a TypeScript file, by its syntax tree. Strings that are put together with
 * `+` or `${…}` are one text.
 */
export function textsOfSource(file: string, content = readFileSync(join(ROOT, file), 'utf8')): readonly Text[] {
  const source = ts.createSourceFile(file, content, ts.ScriptTarget.Latest, true);
  const placeAt = (position: number) => `${file}:${source.getLineAndCharacterOfPosition(position).line + 1}`;
  const texts: Text[] = [];
  const comments = new Set<number>();
  const visit = (node: ts.Node): void => {
    const around = [
      ...(ts.getLeadingCommentRanges(content, node.getFullStart()) ?? []),
      ...(ts.getTrailingCommentRanges(content, node.getEnd()) ?? []),
    ];
    for (const { pos, end } of around) {
      if (comments.has(pos)) continue;
      comments.add(pos);
      texts.push({ place: placeAt(pos), text: content.slice(pos, end).replace(/^\s*\*\/?/gm, ''), kind: 'comment' });
    }
    const joined = literalText(node);
    if (joined === undefined) {
      ts.forEachChild(node, visit);
      return;
    }
    texts.push({ place: placeAt(node.getStart()), text: joined, kind: 'string' });
    // Strings inside of a template's values are texts of their own.
    if (ts.isTemplateExpression(node)) for (const { expression } of node.templateSpans) visit(expression);
  };
  visit(source);
  return texts;
}

/** Undefined for what is no string. */
function literalText(node: ts.Node): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isTemplateExpression(node))
    return node.head.text + node.templateSpans.map(({ literal }) => VALUE + literal.text).join('');
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.PlusToken) return undefined;
  const [left, right] = [literalText(node.left), literalText(node.right)];
  return left === undefined || right === undefined ? undefined : left + right;
}

/** The lines of a page. Of the change log only what is not released yet: what was true once stays. */
function textsOfPage(file: string): readonly Text[] {
  const content = readFileSync(join(ROOT, file), 'utf8');
  const sections = content.split(/^(?=## )/m);
  const current = file === 'CHANGELOG.md' ? sections.slice(0, 2).join('') : content;
  return current.split('\n').map((text, index) => ({ place: `${file}:${index + 1}`, text, kind: 'page' as const }));
}

/**
 * All that a user may read: messages, hints, help and docstrings of the sources, the template of `init`, the
 * pages.
 */
export function allTexts(): readonly Text[] {
  const sources = [...filesBelow('src', '.ts'), ...filesBelow('templates', '.ts')];
  const pages = [...documents(), ...filesBelow('templates', '.yaml'), ...filesBelow('templates', 'package.json')];
  return [...sources.flatMap((file) => textsOfSource(file)), ...[...new Set(pages)].flatMap(textsOfPage)];
}
