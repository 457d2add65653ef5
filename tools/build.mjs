// lib/: the library by tsc (one file per module, with types), the command as a bundle that loads each command
// when it is needed, the engines as WebAssembly. `--for demo` and `--for test` also make what these need
// (build-plan.mjs). A step whose inputs did not change is skipped: lib/.build.json holds the digest of what
// each step read. `--force` runs all of them.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { buildPlan } from './build-plan.mjs';
import { packagesAreMissing } from './install.mjs';
import { removeLeftovers } from './remove-leftovers.mjs';
import { runSteps } from './run-steps.mjs';
import { withLock } from './with-lock.mjs';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const STAMPS = join(ROOT, 'lib/.build.json');
const run = promisify(execFile);
const KEEP_MS = 600_000;
const force = process.argv.includes('--force');

// Loaded when it is needed, because the packages may have to be installed first.
const bundle = async (options) => (await import('esbuild')).build(options);

const sources = () => [
  ...filesBelow(ROOT, 'src'),
  'package.json',
  'package-lock.json',
  'tsconfig.build.json',
  'tools/build.mjs',
  'tools/unshipped-files.mjs',
];
mkdirSync(join(ROOT, 'lib'), { recursive: true });
const purpose = process.argv.includes('--for') ? process.argv[process.argv.indexOf('--for') + 1] : 'build';
const library = step('library', 14, buildLibrary, 'lib/index.js');
const command = step('command', 11, buildCommand, 'lib/bin/gitops.js');
const packaged = step('package', 1, choosePackaged, 'lib/.npmignore');
const print = (text) => console.log(`[build] ${text}`);
const ok = await runSteps(buildPlan(purpose, { own: [library, command, packaged], force }), {
  print,
  locked: (work) => withLock(join(ROOT, '.cache/build.lock'), print, work),
  onDone: (name) => process.send?.({ done: name }),
  loadTimeLeft,
});
if (!ok) process.exitCode = 1;

/** Nothing for as long as the package that loads TypeScript is missing. */
async function loadTimeLeft() {
  if (packagesAreMissing()) return undefined;
  const { tsImport } = await import('tsx/esm/api');
  return (await tsImport('../src/local-cluster/provision/time-left.ts', import.meta.url)).timeLeft;
}

async function buildLibrary() {
  removeLeftovers(join(ROOT, 'lib'), '.library');
  const out = mkdtempSync(join(ROOT, `lib/.library-${process.pid}-`));
  try {
    await run(
      process.execPath,
      [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.build.json', '--outDir', out],
      {
        cwd: ROOT,
        maxBuffer: 1 << 26,
      },
    );
    // The command is shipped as a bundle only.
    const made = filesBelow(out, '').filter((path) => !/^(cli|bin)\//.test(path));
    replace(
      'lib',
      new Map(made.map((path) => [path, readFileSync(join(out, path))])),
      (path) => !/^(bin|engines\/wasm|\.library-[^/]*)\/|^\.(build\.json|npmignore)$/.test(path),
    );
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

async function buildCommand() {
  const { outputFiles } = await bundle({
    absWorkingDir: ROOT,
    entryPoints: ['src/bin/gitops.ts'],
    outdir: 'lib/bin',
    write: false,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    // A package's ES modules before its CommonJS: behind import() in a split bundle CommonJS has a default
    // export and no names, so that `const { A } = await import(package)` gives undefined.
    mainFields: ['module', 'main'],
    chunkNames: 'chunk-[hash]',
    legalComments: 'none',
    logLevel: 'warning',
    logOverride: { 'equals-negative-zero': 'silent' },
    // The user's own copies (constructs, cdk8s), and what must stay on disk as it is (tsx registers its own
    // files as loaders).
    external: ['constructs', 'cdk8s', 'tsx', 'tsx/*'],
    // Bundled CommonJS packages call require().
    banner: {
      js: "import { createRequire as requireFor } from 'node:module'; const require = requireFor(import.meta.url);",
    },
    plugins: [keepFilesThatFindThemselves(), takeWhatIsUsed('@kubernetes/client-node')],
  });
  replace(
    'lib/bin',
    new Map(outputFiles.map(({ path, contents }) => [relative(join(ROOT, 'lib/bin'), path), contents])),
    () => true,
  );
  chmodSync(join(ROOT, 'lib/bin/gitops.js'), 0o755);
}

/** npm leaves out of the package what lib/.npmignore names. */
async function choosePackaged() {
  const { unshippedFiles } = await import('./unshipped-files.mjs');
  const paths = await unshippedFiles(join(ROOT, 'lib'));
  writeFileSync(join(ROOT, 'lib/.npmignore'), paths.map((path) => `/${path}\n`).join(''));
}

/**
 * A module that uses `import.meta.url` to find a file beside it (a worker, a WebAssembly module) is not
 * bundled but imported from lib/, where that file is. One that only wants its own name is bundled: there the
 * name has the digest of the code.
 */
function keepFilesThatFindThemselves() {
  return {
    name: 'keep-files-that-find-themselves',
    setup(build) {
      build.onResolve({ filter: /^\.{1,2}\// }, ({ path, resolveDir }) => {
        const file = join(resolveDir, path.replace(/\.js$/, '.ts'));
        const inside = relative(join(ROOT, 'src'), file);
        if (inside.startsWith('..') || inside.startsWith('cli/') || !existsSync(file)) return undefined;
        if (
          !readFileSync(file, 'utf8')
            .replaceAll('basename(fileURLToPath(import.meta.url))', '')
            .includes('import.meta.url')
        )
          return undefined;
        return { path: `../${inside.replace(/\.ts$/, '.js')}`, external: true };
      });
    },
  };
}

/**
 * `const { A } = await import(name)` in our code takes A alone. esbuild keeps everything of a package that is
 * imported dynamically, which for client-node is 14 MB of generated models instead of 0.9 MB.
 */
function takeWhatIsUsed(name) {
  return {
    name: 'take-what-is-used',
    setup(build) {
      build.onResolve({ filter: new RegExp(`^${name}$`) }, ({ kind, importer }) => {
        if (kind !== 'dynamic-import') return undefined;
        const names = new RegExp(`const \\{([^}]*)\\} = await import\\('${name}'\\)`).exec(
          readFileSync(importer, 'utf8'),
        )?.[1];
        if (names === undefined)
          return { errors: [{ text: `import ${name} as: const { … } = await import('${name}')` }] };
        return { path: names.trim(), namespace: 'what-is-used' };
      });
      build.onLoad({ filter: /./, namespace: 'what-is-used' }, async ({ path }) => {
        const stdin = { contents: `export { ${path} } from '${name}';`, resolveDir: ROOT };
        const common = {
          bundle: true,
          write: false,
          format: 'esm',
          platform: 'node',
          target: 'node20.19',
          legalComments: 'none',
        };
        const { outputFiles } = await bundle({ ...common, stdin, plugins: [withoutSideEffects(name)] });
        return { contents: outputFiles[0].text, resolveDir: ROOT };
      });
    },
  };
}

function withoutSideEffects(name) {
  const asIs = {};
  return {
    name: 'without-side-effects',
    setup(build) {
      build.onResolve({ filter: /./ }, async ({ path, resolveDir, kind, importer, pluginData }) => {
        if (pluginData === asIs) return undefined;
        const found = await build.resolve(path, { resolveDir, kind, importer, pluginData: asIs });
        return found.path.includes(`node_modules/${name}/`) ? { ...found, sideEffects: false } : undefined;
      });
    },
  };
}

/** Skips what would be made again from the same inputs, unless somebody else touched what it made. */
function step(name, seconds, work, output) {
  const state = () => (existsSync(join(ROOT, output)) ? digestOf([...sources(), output]) : undefined);
  return {
    name,
    seconds,
    lane: 'node',
    due: () => force || state() === undefined || readStamps()[name] !== state(),
    async make() {
      await work();
      writeFileSync(STAMPS, `${JSON.stringify({ ...readStamps(), [name]: state() }, null, 2)}\n`);
    },
  };
}

function readStamps() {
  return existsSync(STAMPS) ? JSON.parse(readFileSync(STAMPS, 'utf8')) : {};
}

function digestOf(files) {
  const hash = createHash('sha256');
  for (const file of files)
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(join(ROOT, file)))
      .update('\0');
  return hash.digest('hex');
}

/**
 * Makes a folder hold these files, so that whoever runs the old ones meanwhile is not disturbed: only what
 * differs is written, each file at once, and what is left over goes when it is old, or when the package is
 * packed.
 */
function replace(folder, files, owned) {
  for (const [path, content] of files) {
    const target = join(ROOT, folder, path);
    if (existsSync(target) && readFileSync(target).equals(content)) continue;
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(`${target}.${process.pid}`, content);
    renameSync(`${target}.${process.pid}`, target);
  }
  const packing = process.env.npm_lifecycle_event === 'prepack';
  for (const path of filesBelow(join(ROOT, folder), '').filter((found) => owned(found) && !files.has(found))) {
    const stale = join(ROOT, folder, path);
    if (packing || Date.now() - statSync(stale).mtimeMs > KEEP_MS) rmSync(stale);
  }
}

function filesBelow(root, folder) {
  return readdirSync(join(root, folder))
    .sort()
    .flatMap((name) => {
      const path = folder === '' ? name : `${folder}/${name}`;
      return statSync(join(root, path)).isDirectory() ? filesBelow(root, path) : [path];
    });
}
