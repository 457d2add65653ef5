import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Files that run outside of the type checker and load sources by their path. */
const SCRIPTS = ['tools', 'bench', 'test'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.m?[jt]s$/.test(path) && !path.includes('node_modules'))
    .map((path) => join(folder, path)),
);

test('every source that a tool or benchmark loads by its path is there', () => {
  const paths = SCRIPTS.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/(?:tsImport\(|load\()\s*['"`](\.{1,2}\/[^'"`$]+\.ts)['"`]/g)].map(
      ([, path = '']) => ({
        file,
        path: join(dirname(file), path),
      }),
    ),
  );

  expect(paths.length).toBeGreaterThan(10);
  expect(paths.filter(({ path }) => !existsSync(path)).map(({ file, path }) => `${file} loads ${path}`)).toEqual([]);
});
