import { printError } from '../../../src/cli/reports/print-error.js';
import { GitopsError } from '../../../src/errors.js';

const options = { colour: false, debug: false, directory: '/shop' };

const conflict = new GitopsError('CLUSTER_CONFLICT', "'spec.replicas' of Deployment prod/api belongs to 'hpa'", {
  source: { file: '/shop/environments/prod.ts', line: 12, column: 3 },
  constructPath: 'api/prod',
  object: 'Deployment prod/api',
  hint: 'Remove replicas from the construct.',
});

describe('printError', () => {
  test('a problem has its code, its place and the next action', () => {
    expect(printError(conflict, options)).toBe(
      [
        "error CLUSTER_CONFLICT: 'spec.replicas' of Deployment prod/api belongs to 'hpa'",
        '  at   environments/prod.ts:12:3',
        '  in   api/prod',
        '  hint Remove replicas from the construct.',
        '',
      ].join('\n'),
    );
  });

  test('the root of the tree, which has no path, is not named', () => {
    expect(
      printError(new GitopsError('MODEL_INVALID_VALUE', "'x' is not a Git URL", { constructPath: '' }), options),
    ).toBe("error MODEL_INVALID_VALUE: 'x' is not a Git URL\n");
  });

  test('the object is named where the message does not name it', () => {
    const error = new GitopsError('CLUSTER_FORBIDDEN', 'patching is forbidden', { object: 'Deployment prod/api' });

    expect(printError(error, options)).toBe(
      'error CLUSTER_FORBIDDEN: patching is forbidden\n  on   Deployment prod/api\n',
    );
  });

  test('of several clusters, the one that it is about is named', () => {
    const error = new GitopsError('CLUSTER_FORBIDDEN', 'Quota shop/q may not be applied', {
      application: 'shop-eu',
      cluster: 'eu',
    });

    expect(printError(error, options)).toBe(
      'error CLUSTER_FORBIDDEN: Quota shop/q may not be applied\n  in   shop-eu on eu\n',
    );
  });

  test('all problems are printed, and counted', () => {
    const text = printError(GitopsError.all([conflict, new GitopsError('CLI_USAGE', 'no such file')]), options);

    expect(text).toContain('error CLUSTER_CONFLICT');
    expect(text).toContain('error CLI_USAGE: no such file\n');
    expect(text.endsWith('2 problems\n')).toBe(true);
  });

  test('a hint of several problems stands once, below the last of them, and says of how many it is', () => {
    const refused = (object: string, hint?: string) =>
      new GitopsError('CLUSTER_INVALID', `${object} is refused`, {
        source: { file: '/shop/all.yaml' },
        ...(hint === undefined ? {} : { hint }),
      });
    const problems = [
      refused('Pod a', 'Correct it.'),
      refused('Pod b', 'Ask an admin.'),
      refused('Pod c', 'Correct it.'),
      refused('Pod d'),
    ];

    expect(printError(GitopsError.all(problems), options)).toBe(
      [
        'error CLUSTER_INVALID: Pod a is refused',
        '  at   all.yaml',
        'error CLUSTER_INVALID: Pod c is refused',
        '  at   all.yaml',
        '  hint for these 2: Correct it.',
        'error CLUSTER_INVALID: Pod b is refused',
        '  at   all.yaml',
        '  hint Ask an admin.',
        'error CLUSTER_INVALID: Pod d is refused',
        '  at   all.yaml',
        '4 problems',
        '',
      ].join('\n'),
    );
  });

  test('a foreign exception is ours to mend, and shows its stack under debug only', () => {
    const text = printError(new TypeError('x is undefined'), options);

    expect(text).toMatch(/^error UNEXPECTED: x is undefined\n {2}hint .*--debug/);
    expect(text).not.toContain('print-error.test');
    expect(printError(new TypeError('x is undefined'), { ...options, debug: true })).toContain('print-error.test');
  });

  test('debug shows causes', () => {
    const error = new GitopsError('CLI_USAGE', 'outer', { cause: new Error('inner') });

    expect(printError(error, { ...options, debug: true })).toContain('caused by Error: inner');
  });

  test('paths outside the directory stay whole', () => {
    const error = new GitopsError('CLI_USAGE', 'x', { source: { file: '/elsewhere/a.ts', line: 1 } });

    expect(printError(error, options)).toContain('at   /elsewhere/a.ts:1\n');
  });
});
