import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { needs } from './needs.js';

/** A test with a small disk of its own mounted over a folder. Only root can. */
export const testWithSmallDisk: jest.It = needs(canMount(), 'right to mount a file system, as root has it').test;

/** Unmounted at the end of the block. */
export function mountSmallDisk(folder: string): Disposable & { fill(): void } {
  const { status, stderr } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=200k', 'tmpfs', folder], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return {
    fill: () => {
      for (const size of [4096, 1]) fillWith(join(folder, `filler-${size}`), size);
    },
    [Symbol.dispose]: () => void spawnSync('umount', [folder]),
  };
}

function fillWith(file: string, size: number): void {
  const bytes = Buffer.alloc(size);
  for (;;) {
    try {
      writeFileSync(file, bytes, { flag: 'a' });
    } catch {
      return;
    }
  }
}

function canMount(): boolean {
  if (process.getuid?.() !== 0) return false;
  const folder = mkdtempSync(join(tmpdir(), 'small-disk-'));
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=4k', 'tmpfs', folder]).status === 0;
  if (mounted) spawnSync('umount', [folder]);
  rmdirSync(folder);
  return mounted;
}
