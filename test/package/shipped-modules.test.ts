import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { type TakenModule, takenNames } from './taken-names.js';

// The shipped files under plain Node, not the sources under jest: a CommonJS package that is imported has
// other names in each.
const LIB = join(process.cwd(), 'lib');
const COMMAND = join(LIB, 'bin/gitops.js');
/** Files that every start loads, the command itself among them. Each further one costs about 2 ms. */
const MOST_AT_START = 17;
/** A package asks whether it is there, and goes on without it. */
const OPTIONAL = ['@aws-sdk/signature-v4-crt'];
/** Started as a worker: its import waits for messages. */
const WORKER = 'engines/engine-worker.js';

interface Taken extends TakenModule {
  readonly by: string;
  /** The file, or the package. */
  readonly from: string;
}

/** The command and all that it can load. A build leaves old chunks beside the new ones for a while. */
const loadable = (): readonly string[] => {
  const files = new Set([COMMAND]);
  for (const file of files) for (const { from } of takenBy([file])) if (from.startsWith(LIB)) files.add(from);
  return [...files];
};
const library = (): readonly string[] =>
  readdirSync(LIB, { recursive: true, encoding: 'utf8' })
    .filter(
      (path) =>
        path.endsWith('.js') && !path.startsWith('bin/') && path !== WORKER && !path.startsWith('engines/wasm/'),
    )
    .map((path) => join(LIB, path));

const read = new Map<string, readonly Taken[]>();

function takenBy(files: readonly string[]): readonly Taken[] {
  return files.flatMap((file) => {
    const known = read.get(file);
    if (known) return known;
    const taken = takenNames(file).map((one) => ({
      ...one,
      by: relative(LIB, file),
      from: one.specifier.startsWith('.') ? join(dirname(file), one.specifier) : one.specifier,
    }));
    read.set(file, taken);
    return taken;
  });
}

/**
 * The names of each module, by importing all of them in one process that stands in lib/: a package is looked
 * up as from there.
 */
function namesOf(modules: readonly string[]): ReadonlyMap<string, readonly string[] | string> {
  const program = `
    const found = [];
    for (const name of JSON.parse(process.argv[1]))
      try { found.push([name, Object.keys(await import(name))]); } catch (error) { found.push([name, String(error)]); }
    process.stdout.write(JSON.stringify(found), () => process.exit());`;
  const printed = execFileSync(process.execPath, ['--input-type=module', '-e', program, JSON.stringify(modules)], {
    cwd: LIB,
    encoding: 'utf8',
  });
  return new Map(JSON.parse(printed) as [string, readonly string[] | string][]);
}

const isBuiltin = (name: string): boolean => name.startsWith('node:') || builtinModules.includes(name);

/** What would be undefined, or fail, when it is used. */
function missing(files: readonly string[]): readonly string[] {
  const taken = takenBy(files).filter(({ kind, from }) => kind !== 'require' && !isBuiltin(from) && from !== COMMAND);
  const found = namesOf([...new Set([...files.filter((file) => file !== COMMAND), ...taken.map(({ from }) => from)])]);
  const failed = [...found].flatMap(([name, names]) =>
    typeof names === 'string' ? [`${relative(LIB, name)}: ${names}`] : [],
  );
  const absent = taken.flatMap(({ by, from, specifier, names, unknown }) => {
    const exported = found.get(from) ?? [];
    return [
      ...names
        .filter((name) => !exported.includes(name))
        .map((name) => `${by} takes '${name}' from ${specifier}, which has: ${String(exported)}`),
      ...(unknown === undefined ? [] : [`${by} passes the whole of ${specifier} on: ${unknown}`]),
    ];
  });
  return [...failed, ...absent];
}

test('the command starts with few files: what a verb needs is loaded when it runs', () => {
  const files = new Set([COMMAND]);
  for (const file of files)
    for (const { from, kind } of takenBy([file])) if (kind === 'static' && from.startsWith(LIB)) files.add(from);

  expect(files.size).toBeLessThanOrEqual(MOST_AT_START);
});

describe.each([
  { shipped: 'the command', files: loadable, atLeast: 100 },
  { shipped: 'the library', files: library, atLeast: 300 },
])('$shipped as it is shipped', ({ files, atLeast }) => {
  test('loads every module, and finds every name that it takes from one', () => {
    const all = files();

    expect(all.length).toBeGreaterThan(atLeast);
    expect(takenBy(all).filter(({ kind, names }) => kind === 'dynamic' && names.length > 0).length).toBeGreaterThan(10);
    expect(missing(all)).toEqual([]);
  });

  test('takes modules of Node, of itself, and of the packages that are installed with it', () => {
    const { dependencies, peerDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as Record<
      string,
      Record<string, string>
    >;
    const declared = Object.keys({ ...dependencies, ...peerDependencies });

    const strangers = takenBy(files()).filter(({ from }) => {
      if (from.startsWith(LIB)) return !existsSync(from);
      return (
        !isBuiltin(from) &&
        !OPTIONAL.includes(from) &&
        !declared.some((name) => from === name || from.startsWith(`${name}/`))
      );
    });

    expect(strangers.map(({ by, from }) => `${by} takes ${from}`)).toEqual([]);
  });

  test('uses no name that only CommonJS has', () => {
    const found = files().flatMap((file) => {
      const code = readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
      return /\b__(dirname|filename)\b/.test(code) ? [relative(LIB, file)] : [];
    });

    expect(found).toEqual([]);
  });
});
