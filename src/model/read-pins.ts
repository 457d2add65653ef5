import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type Pins, parsePins } from './pins.js';

/** One pins file as it is on disk. */
export interface PinsFile {
  readonly environment: string;
  readonly application: string;
  /** As people would open it. */
  readonly file: string;
  readonly path: string;
  readonly pins: () => Pins;
}

/** Every pins file below the folder; none when there is no folder. Sorted. */
export function readPins(root: string, folder: string): readonly PinsFile[] {
  const top = join(root, folder);
  if (!existsSync(top)) return [];
  return readdirSync(top, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      const file = relative('', path);
      return {
        environment: relative(top, entry.parentPath),
        application: entry.name.replace(/\.ya?ml$/, ''),
        file,
        path,
        pins: () => parsePins(readFileSync(path, 'utf8'), file),
      };
    })
    .sort((left, right) => (left.path < right.path ? -1 : 1));
}
