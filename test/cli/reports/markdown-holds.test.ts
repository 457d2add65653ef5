import { type Node, Parser } from 'commonmark';
import fc from 'fast-check';
import { cell, code, fence, html, htmlCode } from '../../../src/cli/reports/markdown.js';

const PART = fc.constantFrom(
  'a',
  ' ',
  '\n',
  '\r\n',
  '\t',
  '`',
  '``',
  '```',
  '~~~',
  '|',
  '\\',
  '\\|',
  '<b>',
  '</code>',
  '<img src=x>',
  '<!--',
  '&lt;',
  '&',
  '"',
  '@octo-org/security',
  '[x](https://evil)',
  '![x](y)',
  '# ',
  '### ',
  '- ',
  '> ',
  '***',
  '---',
  '    ',
  '\u200B',
  '\u200D',
  '\u00AD',
  '\u202E',
  '\u2066',
  '\u2028',
  '\u2029',
  '\uFEFF',
  '\u{E0041}',
  '\u0000',
  '\u001b[31m',
  '\u0085',
  '\u180E',
  '\u061C',
  'https://evil.example',
  '#1',
  ':tada:',
  '\u{1F600}',
);
const TEXT = fc.array(PART, { maxLength: 14 }).map((parts) => parts.join(''));
const runs = { numRuns: 2000 } as const;

function nodesOf(markdown: string): readonly Node[] {
  const walker = new Parser().parse(markdown).walker();
  const found: Node[] = [];
  for (let event = walker.next(); event; event = walker.next()) if (event.entering) found.push(event.node);
  return found;
}

const typesOf = (markdown: string) => nodesOf(markdown).map(({ type }) => type);

test('a fence is one block of code, whatever is in it', () => {
  fc.assert(
    fc.property(TEXT, (text) => {
      expect(typesOf(`before\n\n${fence(text, 'yaml')}\nafter\n`)).toEqual([
        'document',
        'paragraph',
        'text',
        'code_block',
        'paragraph',
        'text',
      ]);
    }),
    runs,
  );
});

test('code is one piece of code in its line, whatever is in it', () => {
  fc.assert(
    fc.property(TEXT, (text) => {
      const shown = code(text);
      expect(typesOf(`x ${shown} y`)).toEqual(
        shown === '' ? ['document', 'paragraph', 'text'] : ['document', 'paragraph', 'text', 'code', 'text'],
      );
      expect(shown).not.toMatch(/[\n\r\p{Cf}\p{Cc}]/u);
    }),
    runs,
  );
});

test('a cell ends neither its cell nor its row', () => {
  fc.assert(
    fc.property(TEXT, (text) => {
      const shown = cell(text);
      // A table is cut at each bar without a backslash before anything else is read.
      expect(shown.replace(/\\\|/g, '')).not.toMatch(/[|\n\r]/);
      expect(shown === '' ? [] : typesOf(`x ${shown.replaceAll('\\|', '|')} y`).slice(2)).toEqual(
        shown === '' ? [] : ['text', 'code', 'text'],
      );
    }),
    runs,
  );
});

test('a text in HTML opens and closes nothing', () => {
  fc.assert(
    fc.property(TEXT, (text) => {
      expect(html(text)).not.toMatch(/[<>"\n\r]|&(?!amp;|lt;|gt;|quot;)/);
      expect(htmlCode(text)).toMatch(/^<code>[^<>]*<\/code>$/);
    }),
    runs,
  );
});
