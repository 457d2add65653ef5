import { execFileSync } from 'node:child_process';
import { accessSync, constants, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { freemem, tmpdir } from 'node:os';
import { join } from 'node:path';

const IN_MEMORY = '/dev/shm';
/** Several times what a run of the tests keeps there at once. */
const ROOM = 3_000_000_000;

/**
 * Where a run of the tests makes its folder: in memory, where that has room. A disk with ext4 looks for an
 * inode that was not freed lately whenever a file is made, which takes a third of the processor time of tests
 * that make and remove repositories.
 *
 * @param {string | undefined} chosen TMPDIR of the user, who knows better
 */
export function temporaryParent(chosen = process.env.TMPDIR) {
  return chosen || !hasRoom() || !runsCommands() ? tmpdir() : IN_MEMORY;
}

function hasRoom() {
  try {
    accessSync(IN_MEMORY, constants.W_OK);
    const { bavail, bsize } = statfsSync(IN_MEMORY);
    return bavail * bsize >= ROOM && freemem() >= ROOM;
  } catch {
    return false;
  }
}

/** Containers often forbid it. */
function runsCommands() {
  const folder = mkdtempSync(join(IN_MEMORY, 'cdk8s-gitops-'));
  try {
    writeFileSync(join(folder, 'command'), '#!/bin/sh\n', { mode: 0o700 });
    execFileSync(join(folder, 'command'));
    return true;
  } catch {
    return false;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
