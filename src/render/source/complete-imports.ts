import { posix } from 'node:path';
import type { ApplicationSource } from '../../argocd/application/application.js';
import { isChosenFile } from './read-directory.js';
import type { SourceTree } from './source-context.js';

/** Jsonnet imports files of any name, as text or as bytes. */
const NAMED = /[^\s"'/]+(["']?)/g;

/**
 * A tree with the files that the Jsonnet of a directory source may import, in addition to Jsonnet and JSON:
 * files whose names are in quotes somewhere in the Jsonnet.
 */
export async function completeImports(
  tree: SourceTree,
  path: string,
  { directory = {} }: ApplicationSource,
): Promise<SourceTree> {
  const { files, unread } = tree;
  if (unread === undefined || unread.paths.length === 0) return tree;
  const isJsonnet = (file: string) => file.endsWith('.jsonnet') && isChosenFile(file, directory);
  if (!files.below(path).paths().some(isJsonnet)) return tree;
  const named = new Set<string>();
  for (const [file, text] of files.entries())
    if (/\.(?:jsonnet|libsonnet)$/.test(file))
      for (const [name, quote] of text.matchAll(NAMED)) if (quote !== '') named.add(name.slice(0, -1));
  const wanted = unread.paths.filter((one) => named.has(posix.basename(one)));
  return wanted.length === 0 ? tree : unread.read(wanted);
}
