import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What a module imports before its first line runs. */
function importsOf(file: string): readonly string[] {
  return [...readFileSync(file, 'utf8').matchAll(/^(?:import|export)\s(?:[^;]*?\sfrom\s)?'([^']+)'/gm)].map(
    ([, name = '']) => name,
  );
}

function reachable(file: string, seen = new Set<string>()): ReadonlySet<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const name of importsOf(file)) if (name.startsWith('.')) reachable(join(dirname(file), name), seen);
  return seen;
}

/** `npm ci` is a step of the build itself. */
test.each(['tools/build.mjs', 'tools/test.mjs', 'tools/demo.mjs'])(
  '%s runs in a fresh clone: no package is imported before it is installed',
  (file) => {
    const packages = [...reachable(file)].flatMap((one) =>
      importsOf(one)
        .filter((name) => !name.startsWith('.') && !name.startsWith('node:'))
        .map((name) => `${one} imports ${name}`),
    );

    expect(packages).toEqual([]);
  },
);
