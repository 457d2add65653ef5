import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const codes = [...read('src/errors.ts').matchAll(/^ {2}\| '([A-Z_]+)'/gm)].map((match) => match[1]!);
const rows = [...read('docs/errors.md').matchAll(/^\| `([A-Z_]+)` \| (.+) \|$/gm)].map(([, code, text]) => ({
  code: code!,
  text: text!,
}));

/** Cannot be provoked: each says why. */
const NOT_PROVOKED: Readonly<Record<string, string>> = {
  LOCAL_STOP_FAILED: 'a process that survives SIGKILL for ten seconds: stuck in the kernel',
  LOCAL_UNSUPPORTED: 'only on Windows',
};

function read(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}

/** Text of the TypeScript files of a folder, but for what lists the codes themselves. */
function textBelow(folder: string, except: string): string {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.m?ts$/.test(file) && file !== except)
    .map((file) => read(join(folder, file)))
    .join('\n');
}

describe('the error codes', () => {
  test('are sorted, so that two people do not add one twice', () => {
    expect(codes).toEqual([...codes].sort());
  });

  test('are each documented in docs/errors.md, and nothing else is', () => {
    expect(rows.map(({ code }) => code)).toEqual(codes);
  });

  test('say in one line what they mean and what to do', () => {
    expect(rows.filter(({ text }) => !text.endsWith('.') || text.length > 240)).toEqual([]);
  });

  test('are each made by the library and provoked by a test', () => {
    // SEVERAL_PROBLEMS is made beside the union itself.
    const source = `${textBelow('src', 'errors.ts')}\n${read('src/errors.ts').split('export class')[1]}`;
    const tests = textBelow('test', 'errors-documented.test.ts');
    const unused = codes.filter((code) => !new RegExp(`'${code}'`).test(source));
    const untested = codes.filter((code) => !(code in NOT_PROVOKED) && !new RegExp(`\\b${code}\\b`).test(tests));

    expect({ unused, untested }).toEqual({ unused: [], untested: [] });
  });
});
