import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');
let made = '';

beforeAll(() => {
  made = mkdtempSync(join(tmpdir(), 'public-api-'));
});
afterAll(() => rmSync(made, { recursive: true, force: true }));

/** Compares a package's report with its types, or rewrites it. */
function report(...options: readonly string[]): { readonly code: number | null; readonly problems: string } {
  const { status, stderr } = spawnSync(process.execPath, [join(ROOT, 'tools/api-report.mjs'), ...options], {
    encoding: 'utf8',
  });
  return { code: status, problems: stderr };
}

/** A package with these types. */
function packageWith(name: string, types: Readonly<Record<string, string>>): string {
  const folder = join(made, name);
  mkdirSync(join(folder, 'lib'), { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'planted', version: '1.0.0', type: 'module' }));
  for (const [file, text] of Object.entries(types)) writeFileSync(join(folder, 'lib', file), text);
  return folder;
}

test('what users can import is as the committed report has it', () => {
  expect(report()).toEqual({ code: 0, problems: '' });
});

describe('the report', () => {
  test('refuses a type that is used and has no name to import, and an exported name without a description', () => {
    const folder = packageWith('leak', {
      'hidden.d.ts': 'export interface Hidden {\n  readonly a: string;\n}\n',
      'index.d.ts': `import type { Hidden } from './hidden.js';
/** Has a description. */
export declare function reveal(): Hidden;
export declare const bare = 1;
`,
    });

    const { code, problems } = report('--root', folder);

    expect(code).toBe(1);
    expect(problems).toMatch(/ae-forgotten-export The symbol "Hidden"/);
    expect(problems).toMatch(/index\.d\.ts:4 ae-undocumented Missing documentation for "bare"/);
    expect(problems.trim().split('\n')).toHaveLength(2);
  });

  test('tells what changed, and which command accepts it', () => {
    const folder = packageWith('change', {
      'index.d.ts': '/** One. */\nexport declare function one(): number;\n',
      'testing.d.ts': '/** Two. */\nexport declare const two = 2;\n',
    });
    expect(report('--root', folder, '--write')).toEqual({ code: 0, problems: '' });
    expect(report('--root', folder)).toEqual({ code: 0, problems: '' });
    writeFileSync(join(folder, 'lib/index.d.ts'), '/** One. */\nexport declare function one(): string;\n');

    const { code, problems } = report('--root', folder);

    expect(code).toBe(1);
    expect(problems).toMatch(/^-export function one\(\): number;\n\+export function one\(\): string;$/m);
    expect(problems).toMatch(/Run `npm run api`, review the change/);
  });
});
