import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NAME = 'cdk8s-gitops';

/** The folder of this package, in a clone and installed alike. */
export function packageRoot(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json')) && readManifest(folder).name === NAME) return folder;
    if (dirname(folder) === folder) return process.cwd();
  }
}

/** Version of this package. */
export function packageVersion(): string {
  return readManifest(packageRoot()).version;
}

function readManifest(folder: string): { readonly name: string; readonly version: string } {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { name: string; version: string };
}
