import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { temporaryParent } from '../../tools/temporary-parent.mjs';

test('a run of the tests is where the user wants temporary files', () => {
  expect(temporaryParent(tmpdir())).toBe(tmpdir());
});

test('where the user did not choose, commands can be run in the folder of the tests', () => {
  const folder = mkdtempSync(join(temporaryParent(''), 'cdk8s-gitops-parent-'));
  try {
    writeFileSync(join(folder, 'command'), '#!/bin/sh\necho runs\n', { mode: 0o700 });
    expect(execFileSync(join(folder, 'command'), { encoding: 'utf8' })).toBe('runs\n');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
