import { explainLoadError } from '../../../src/cli/loading/explain-load-error.js';
import { GitopsError } from '../../../src/errors.js';

const place = { file: '/shop/environments/index.ts', root: '/shop', directory: '/shop' };

describe('explainLoadError', () => {
  test('errors of the SDK pass unchanged', () => {
    const error = new GitopsError('CLI_USAGE', 'x');

    expect(explainLoadError(error, place)).toBe(error);
  });

  test('a syntax error has its line', () => {
    const error = explainLoadError(
      new Error('Transform failed with 1 error:\n/shop/apps/a.ts:2:7: ERROR: Expected identifier but found ","'),
      place,
    );

    expect(error).toMatchObject({
      code: 'CLI_LOAD_FAILED',
      source: { file: 'apps/a.ts', line: 2, column: 8 },
      message: `'apps/a.ts' is not valid TypeScript: Expected identifier but found ","`,
    });
  });

  test('a missing file is named with who imports it', () => {
    const error = explainLoadError(
      new Error("Cannot find module '/shop/apps/nope.js' imported from /shop/environments/index.ts"),
      place,
    );

    expect(error).toMatchObject({
      message: "There is no module 'apps/nope.js', which 'environments/index.ts' imports",
      source: { file: 'environments/index.ts' },
    });
  });

  test('a missing package comes with the command that installs it', () => {
    const error = explainLoadError(
      new Error("Cannot find package 'cdk8s-plus-28' imported from /shop/apps/a.ts"),
      place,
    );

    expect(error).toMatchObject({ hint: 'Install it: npm install cdk8s-plus-28' });
  });

  test('an exception has the innermost line of the user, not of a package', () => {
    const cause = new TypeError('boom');
    cause.stack =
      'TypeError: boom\n    at inner (/shop/node_modules/x/index.js:1:1)\n    at new Guestbook (/shop/apps/guestbook.ts:7:9)\n    at file:///shop/environments/index.ts:4:1';

    expect(explainLoadError(cause, place)).toMatchObject({
      code: 'CLI_LOAD_FAILED',
      message: "'environments/index.ts' failed: TypeError: boom",
      source: { file: 'apps/guestbook.ts', line: 7, column: 9 },
    });
  });
});
