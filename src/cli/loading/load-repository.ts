import { relative } from 'node:path';
import { GitopsError } from '../../errors.js';
import type { Repository } from '../../model/repository.js';
import { loadModule } from './load-module.js';

export interface LoadedRepository {
  readonly repository: Repository;
  /** Absolute paths of the project's own files that made it, as `loadModule` gives them. */
  readonly sources: readonly string[];
}

/**
 * The Repository that a file exports, by default or by name.
 *
 * @throws GitopsError CLI_NO_REPOSITORY when it exports none or two; those of `loadModule`
 */
export async function loadRepository(file: string, directory: string): Promise<LoadedRepository> {
  const { Repository } = await import('../../model/repository.js');
  const { exports, sources } = await loadModule(file, directory);
  const found = new Map<unknown, string>();
  for (const [name, value] of exportedValues(exports))
    if (Repository.is(value) && !found.has(value)) found.set(value, name);
  const [first, ...others] = found;
  const shown = relative(directory, file) || file;
  if (first === undefined) {
    const names = Object.keys(exports).filter((name) => name !== '__esModule' && name !== 'module.exports');
    throw new GitopsError(
      'CLI_NO_REPOSITORY',
      `'${shown}' exports no Repository${names.length === 0 ? '' : ` (it exports ${names.map((name) => `'${name}'`).join(', ')})`}`,
      {
        source: { file: shown },
        hint: "Export it: 'export default repository;'.",
      },
    );
  }
  if (others.length > 0) {
    const names = [...found.values()].map((name) => `'${name}'`).join(' and ');
    throw new GitopsError('CLI_NO_REPOSITORY', `'${shown}' exports ${found.size} Repositories: ${names}`, {
      source: { file: shown },
      hint: 'Export one; name the file of another with --app.',
    });
  }
  return { repository: first[0] as Repository, sources };
}

/** A CommonJS project's exports arrive below `default`. */
function exportedValues(exports: Readonly<Record<string, unknown>>): [name: string, value: unknown][] {
  const inner = exports['default'];
  const commonJs = typeof inner === 'object' && inner !== null && '__esModule' in inner ? Object.entries(inner) : [];
  return [...Object.entries(exports), ...commonJs];
}
