import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { FileSet } from '../../src/files/file-set.js';
import type { SynthResult } from '../../src/synth/synthesize.js';

/** All files of a result, by path. */
export function filesOf({ units }: SynthResult): FileSet {
  return units.reduce((files, unit) => files.with(unit.files), FileSet.EMPTY);
}

export function readTree(folder: string): FileSet {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) =>
    statSync(join(folder, path)).isFile(),
  );
  return FileSet.of(
    paths.map((path) => [relative(folder, join(folder, path)), readFileSync(join(folder, path), 'utf8')] as const),
  );
}

export function writeTree(folder: string, files: FileSet): void {
  rmSync(folder, { recursive: true, force: true });
  for (const [path, content] of files.entries()) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}
