import { GitopsError } from '../src/errors.js';

describe('GitopsError', () => {
  const first = new GitopsError('CLI_USAGE', "unknown option '--foo'", { hint: 'Run gitops --help.' });
  const second = new GitopsError('MANIFEST_INVALID_YAML', "'a.yaml' is not valid YAML", { source: { file: 'a.yaml', line: 3 } });

  test('is recognised across copies of the package, other values are not', () => {
    expect(GitopsError.is(first)).toBe(true);
    expect(GitopsError.is(new TypeError('x'))).toBe(false);
    expect(GitopsError.is(undefined)).toBe(false);
  });

  test('one problem stays itself', () => {
    expect(GitopsError.all([first])).toBe(first);
  });

  test('several problems become one error that keeps each, flattened', () => {
    const all = GitopsError.all([first, GitopsError.all([second, first])]);

    expect(all.code).toBe('SEVERAL_PROBLEMS');
    expect(all.problems).toEqual([first, second, first]);
  });

  test('no problem throws nothing', () => {
    expect(() => GitopsError.throwAll([])).not.toThrow();
    expect(() => GitopsError.throwAll([second])).toThrow(second);
  });
});
