import { chmodSync, cpSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { temporaryFolder } from '../cli/temporary-folder.js';

/**
 * What the tools need of a clone: nothing is built in it, and its caches are empty when `environment` is
 * used.
 */
export interface Clone {
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
}

/** A clone of the committed tools, with further files. `installed`: with the packages of this one. */
export function toolsClone(files: Readonly<Record<string, string>> = {}, { installed = false } = {}): Clone {
  const folder = temporaryFolder();
  for (const path of [
    'tools',
    'engines',
    'src/host',
    'src/local-cluster',
    'src/errors.ts',
    'package.json',
    'package-lock.json',
  ]) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    cpSync(path, join(folder, path), { recursive: true });
  }
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  if (installed) symlinkSync(join(process.cwd(), 'node_modules'), join(folder, 'node_modules'));
  const { npm_config_user_agent: _, GOTOOLCHAIN: _chain, ...environment } = process.env;
  return {
    folder,
    environment: {
      ...environment,
      XDG_CACHE_HOME: join(folder, 'cache'),
      npm_config_cache: join(folder, 'npm'),
      TMPDIR: temporaryFolder(),
    },
  };
}

/**
 * A folder for PATH that holds these commands alone: the text of a shell script, or `real` for the one of
 * this machine.
 */
export function pathWith(commands: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  for (const [name, script] of Object.entries(commands)) {
    writeFileSync(
      join(folder, name),
      script === 'real' ? `#!/bin/sh\nexec ${which(name)} "$@"\n` : `#!/bin/sh\n${script}\n`,
    );
    chmodSync(join(folder, name), 0o755);
  }
  return folder;
}

function which(name: string): string {
  const found = process.env['PATH']
    ?.split(':')
    .map((folder) => join(folder, name))
    .find((file) => existsSync(file));
  if (found === undefined) throw new Error(`this machine has no '${name}'`);
  return `'${found}'`;
}
