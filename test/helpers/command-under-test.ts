import { packageUnderTest } from './package-under-test.js';

/**
 * Path of `gitops` out of the packed and installed package: run it with `process.execPath`, or as it is.
 * Inside of tests and hooks only.
 */
export function commandUnderTest(): string {
  return packageUnderTest().command;
}
