import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const codes = [...readFileSync(join(root, 'src/errors.ts'), 'utf8').matchAll(/^ {2}\| '([A-Z_]+)'/gm)].map((match) => match[1]!);
const documented = [...readFileSync(join(root, 'docs/errors.md'), 'utf8').matchAll(/^\| `([A-Z_]+)` \|/gm)].map((match) => match[1]!);

function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(join(root, folder, file), 'utf8'));
}

describe('the error codes', () => {
  test('are sorted, so that two people do not add one twice', () => {
    expect(codes).toEqual([...codes].sort());
  });

  test('are each documented in docs/errors.md, and nothing else is', () => {
    expect(documented).toEqual(codes);
  });

  test('are each used by the library and provoked by a test', () => {
    const source = filesBelow('src').join('\n');
    const tests = filesBelow('test').join('\n');
    const unused = codes.filter((code) => source.split(`'${code}'`).length < 3);
    const untested = codes.filter((code) => !tests.includes(code));

    expect({ unused, untested }).toEqual({ unused: [], untested: [] });
  });
});
