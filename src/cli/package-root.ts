import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openObject, readShape, text } from '../manifest/shape.js';

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

/** A package.json on the way up may be anybody's. */
const MANIFEST = openObject({ name: text, version: text });

function readManifest(folder: string): { readonly name: string; readonly version: string } {
  const { value } = readShape(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')), MANIFEST);
  return { name: value?.name ?? '', version: value?.version ?? '' };
}
