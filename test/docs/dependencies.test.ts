import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './documents.js';

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
}

const page = readFileSync(join(ROOT, 'docs/dependencies.md'), 'utf8');
const { dependencies, devDependencies, peerDependencies } = JSON.parse(
  readFileSync(join(ROOT, 'package.json'), 'utf8'),
) as Manifest;

/** Names in backticks. */
function namesIn(text: string): readonly string[] {
  return [...text.matchAll(/`(@?[a-z][\w@/.-]*)`/g)].map((match) => match[1]!);
}

test('docs/dependencies.md says of each dependency why it is here, and names no other', () => {
  const rows = [...page.matchAll(/^\| (.+?) \| (.+) \|$/gm)].filter(([, names = '']) => names.includes('`'));

  expect(rows.flatMap(([, names]) => namesIn(names!)).sort()).toEqual(
    Object.keys({ ...dependencies, ...peerDependencies }).sort(),
  );
});

test('docs/dependencies.md names each dependency of the development', () => {
  const [, development = ''] = page.split('\nDevelopment: ');
  const peers = new Set(Object.keys(peerDependencies));

  expect(
    Object.keys(devDependencies).filter((name) => !peers.has(name) && !development.includes(`\`${name}\``)),
  ).toEqual([]);
});
