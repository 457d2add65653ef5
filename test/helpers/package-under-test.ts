import { type InstalledPackage, installPackage } from './installed-package.js';

let installed: InstalledPackage | undefined;

beforeAll(async () => {
  installed = await installPackage();
});

afterAll(() => {
  if (installed?.changes().length)
    throw new Error(
      `The tests of this file, or of one that ran beside it, wrote where the package is installed: ${installed.changes().join(', ')}`,
    );
});

/**
 * The installed package that the tests of this file run. Importing this module installs it before they begin,
 * and fails the file when something is written into the installation. Inside of tests and hooks only.
 */
export function packageUnderTest(): InstalledPackage {
  if (installed === undefined)
    throw new Error('the package is installed before the first test: ask inside of a test or a hook');
  return installed;
}
