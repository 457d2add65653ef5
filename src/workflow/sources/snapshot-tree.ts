import { type ErrorCode, GitopsError, type KnownErrorCode } from '../../errors.js';
import { FileSet } from '../../files/file-set.js';
import type { RemoteFiles } from '../../git/remote/read-remote-tree.js';

interface Snapshot {
  readonly files: Readonly<Record<string, string>>;
  readonly binaries: Readonly<Record<string, string>>;
  readonly unreadable: Readonly<
    Record<string, { readonly code: ErrorCode; readonly message: string; readonly hint?: string }>
  >;
  readonly links: Readonly<Record<string, string>>;
  readonly unread: readonly string[];
}

/** A tree as text that a cache can keep. */
export function writeSnapshot({ files, binaries, unreadable, links, unread }: RemoteFiles): string {
  const snapshot: Snapshot = {
    files: files.toJSON(),
    binaries: Object.fromEntries(
      [...binaries].map(([path, content]) => [path, Buffer.from(content).toString('base64')]),
    ),
    unreadable: Object.fromEntries(
      [...unreadable].map(([path, { code, message, hint }]) => [path, { code, message, hint }]),
    ),
    links: Object.fromEntries(links),
    unread,
  };
  return JSON.stringify(snapshot);
}

/** The tree of {@link writeSnapshot}. */
export function readSnapshot(text: string): RemoteFiles {
  // the cache gives back what was written, or nothing
  const { files, binaries, unreadable, links, unread } = JSON.parse(text) as Snapshot;
  return {
    files: FileSet.of(files),
    binaries: new Map(
      Object.entries(binaries).map(([path, content]) => [path, Uint8Array.from(Buffer.from(content, 'base64'))]),
    ),
    unreadable: new Map(
      Object.entries(unreadable).map(([path, { code, message, hint }]) => [
        path,
        new GitopsError(code as KnownErrorCode, message, {
          source: { file: path },
          hint,
        }),
      ]),
    ),
    links: new Map(Object.entries(links)),
    unread,
  };
}
