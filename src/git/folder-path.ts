import { assertSafePath } from '../files/file-set.js';

/**
 * A folder relative to the repository root in one spelling: `''` for the root itself, no `./` and no slash at
 * the end. @throws GitopsError FILES_UNSAFE_PATH
 */
export function folderPath(folder: string): string {
  const plain = folder.replace(/^(\.\/+)+/, '').replace(/\/+$/, '');
  if (plain === '' || plain === '.') return '';
  assertSafePath(plain);
  return plain;
}
