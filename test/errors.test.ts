import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GitopsError, type GitopsErrorChange } from '../src/errors.js';

describe('GitopsError', () => {
  const first = new GitopsError('CLI_USAGE', "unknown option '--foo'", { hint: 'Run gitops --help.' });
  const second = new GitopsError('MANIFEST_INVALID_YAML', "'a.yaml' is not valid YAML", {
    source: { file: 'a.yaml', line: 3 },
  });

  test('is recognised across copies of the package, other values are not', () => {
    expect(GitopsError.is(first)).toBe(true);
    expect(GitopsError.is(new TypeError('x'))).toBe(false);
    expect(GitopsError.is(undefined)).toBe(false);
  });

  test('one problem stays itself', () => {
    expect(GitopsError.all([first])).toBe(first);
  });

  test('several problems become one error that keeps each, flattened', () => {
    const all = GitopsError.all([first, GitopsError.all([second, GitopsError.all([second, first])])]);

    expect(all.code).toBe('SEVERAL_PROBLEMS');
    expect(all.problems).toEqual([first, second]);
  });

  test('what several met in the same words is told once; of another cluster or object it is another problem', () => {
    const of = (context: object) => new GitopsError('CLUSTER_FORBIDDEN', 'no', context);

    expect(GitopsError.all([of({ data: { a: 1 } }), of({ data: { a: 2 } })])).toMatchObject({
      code: 'CLUSTER_FORBIDDEN',
      problems: [],
    });
    expect(
      GitopsError.all([of({ cluster: 'a' }), of({ cluster: 'b' }), of({ object: 'x' }), of({ hint: 'y' })]).problems,
    ).toHaveLength(4);
  });

  test('no problem throws nothing', () => {
    expect(() => GitopsError.throwAll([])).not.toThrow();
    expect(() => GitopsError.throwAll([second])).toThrow(second);
  });
});

describe('error.with', () => {
  const whole = new GitopsError('CLUSTER_INVALID', 'no', {
    hint: 'Do this.',
    constructPath: 'shop/prod',
    object: 'Deployment shop/web',
    application: 'shop-prod',
    cluster: 'eu',
    source: { file: 'a.ts', line: 7 },
    data: { status: 422 },
    cause: new Error('inner'),
  });
  const facts = ({ code, message, hint, constructPath, object, application, cluster, source, data }: GitopsError) => ({
    ...{ code, message, hint, constructPath, object, application, cluster, source, data },
  });

  test('keeps everything that is not said differently, and the error as its cause', () => {
    const changed = whole.with({ message: `overlay: ${whole.message}`, hint: undefined });

    expect(facts(changed)).toEqual({ ...facts(whole), message: 'overlay: no' });
    expect(changed.cause).toBe(whole);
  });

  test.each<[what: string, change: GitopsErrorChange]>([
    ['code', { code: 'CLI_USAGE' }],
    ['hint', { hint: 'Do that.' }],
    ['constructPath', { constructPath: 'x' }],
    ['object', { object: 'Pod a' }],
    ['application', { application: 'x' }],
    ['cluster', { cluster: 'x' }],
    ['source', { source: { file: 'b.ts' } }],
    ['data', { data: {} }],
  ])('says another %s', (_, change) => {
    expect(facts(whole.with(change))).toEqual({ ...facts(whole), ...change });
  });

  test('changes each of several problems', () => {
    const changed = GitopsError.all([whole, new GitopsError('CLI_USAGE', 'b')]).with(({ message, source }) => ({
      message: `x: ${message}`,
      source: source ?? { file: 'c.ts' },
    }));

    expect(changed.problems.map(({ message, source }) => [message, source?.file])).toEqual([
      ['x: no', 'a.ts'],
      ['x: b', 'c.ts'],
    ]);
  });

  /** What reads an error out of a cache makes a new one. */
  const MAKES_NEW = ['errors.ts', 'workflow/sources/snapshot-tree.ts'];

  test('is the one way to add to an error: nobody makes an error anew from parts of another', () => {
    const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter(
      (path) => path.endsWith('.ts') && !MAKES_NEW.includes(path),
    );
    const found = files.filter((path) => {
      const text = readFileSync(join('src', path), 'utf8');
      return (
        /new GitopsError\(\s*\w+\.code,/.test(text) ||
        /\{ code, message[^}]*\}[^;]*(?:=>|= \w+;)[\s\S]{0,300}new GitopsError\(\s*code,/.test(text)
      );
    });
    expect(found).toEqual([]);
  });
});
