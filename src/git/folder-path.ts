import { assertSafePath } from '../files/file-set.js';
import { trimEndOf } from '../host/trim-end-of.js';

/**
 * A folder relative to the repository root in one spelling: `''` for the root itself, no `./`, and no slash
 * at the end.
 *
 * @throws GitopsError FILES_UNSAFE_PATH
 */
export function folderPath(folder: string): string {
  const plain = trimEndOf(folder.replace(/^(\.\/+)+/, ''), '/');
  if (plain === '' || plain === '.') return '';
  assertSafePath(plain);
  return plain;
}
