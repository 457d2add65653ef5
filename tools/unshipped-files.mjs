import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { build } from 'esbuild';
import typescript from 'typescript';

const ENTRIES = ['index.js', 'testing.js', 'bin/gitops.js'];
const TYPES = ['index.d.ts', 'testing.d.ts'];

/**
 * The files of lib/ that a package need not hold: modules and types that nothing reaches from its exports and
 * its command, which is a bundle, and notes of the build. The engines stay: they are opened by name.
 *
 * @param {string} lib absolute path of the folder
 * @returns {Promise<readonly string[]>} sorted, relative to it
 */
export async function unshippedFiles(lib) {
  const used = new Set([...(await modules(lib)), ...types(lib)]);
  return readdirSync(lib, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(lib, join(entry.parentPath, entry.name)))
    .filter((path) => !used.has(path) && !path.startsWith('engines/wasm/'))
    .sort();
}

async function modules(lib) {
  const { metafile } = await build({
    absWorkingDir: lib,
    entryPoints: ENTRIES,
    outdir: 'unused',
    bundle: true,
    splitting: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    logLevel: 'silent',
  });
  return Object.keys(metafile.inputs);
}

function types(lib) {
  const found = new Set(TYPES);
  for (const file of found) {
    const { importedFiles } = typescript.preProcessFile(readFileSync(join(lib, file), 'utf8'));
    for (const { fileName } of importedFiles)
      if (fileName.startsWith('.')) found.add(join(dirname(file), fileName.replace(/\.js$/, '.d.ts')));
  }
  return found;
}
