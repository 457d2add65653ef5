import type { Links } from '../../files/follow-links.js';

/**
 * Whether a folder on the way to a file is a link. Argo CD enters no such folder for a directory source.
 * Pure.
 */
export function isBehindLink(file: string, links: Links = new Map()): boolean {
  if (links.size === 0) return false;
  const folders = file.split('/').slice(0, -1);
  return folders.some((_, index) => links.has(folders.slice(0, index + 1).join('/')));
}
