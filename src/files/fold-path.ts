/** Two paths that fold to the same are one path on macOS and Windows. */
export function foldPath(path: string): string {
  return path.normalize('NFC').toLowerCase();
}
