import { mergePackage } from '../../../../src/cli/verbs/init/merge-package.js';

const TEMPLATE = JSON.stringify({
  name: 'shop',
  type: 'module',
  scripts: { synth: 'gitops synth', check: 'tsc --noEmit' },
  dependencies: { cdk8s: '^2.70.0', constructs: '^10.5.0' },
  devDependencies: { typescript: '~5.9.0' },
});

describe('mergePackage', () => {
  test('adds what is missing and keeps everything else, also the kind of modules, indentation and line ends', () => {
    const own =
      '{\r\n\t"name": "monorepo",\r\n\t"workspaces": ["packages/*"],\r\n\t"dependencies": { "zod": "^3.0.0" }\r\n}\r\n';

    const merged = mergePackage(own, TEMPLATE);

    expect(merged?.notes).toEqual([]);
    expect(merged?.text).toBe(
      [
        '{',
        '\t"name": "monorepo",',
        '\t"workspaces": [',
        '\t\t"packages/*"',
        '\t],',
        '\t"dependencies": {',
        '\t\t"cdk8s": "^2.70.0",',
        '\t\t"constructs": "^10.5.0",',
        '\t\t"zod": "^3.0.0"',
        '\t},',
        '\t"scripts": {',
        '\t\t"synth": "gitops synth",',
        '\t\t"check": "tsc --noEmit"',
        '\t},',
        '\t"devDependencies": {',
        '\t\t"typescript": "~5.9.0"',
        '\t}',
        '}',
        '',
      ].join('\r\n'),
    );
  });

  test('what is there in another version or section is kept, and told', () => {
    const own = {
      scripts: { check: 'jest' },
      dependencies: { typescript: '^4.9.5' },
      peerDependencies: { constructs: '^10.5.0' },
    };

    const merged = mergePackage(JSON.stringify(own), TEMPLATE);

    expect(merged?.notes).toEqual([
      "package.json keeps its script 'check': 'jest', where the template has 'tsc --noEmit'",
      "package.json keeps its package 'typescript': '^4.9.5', where the template has '~5.9.0'",
    ]);
    expect(JSON.parse(merged?.text ?? '')).toEqual({
      ...own,
      scripts: { check: 'jest', synth: 'gitops synth' },
      dependencies: { cdk8s: '^2.70.0', typescript: '^4.9.5' },
    });
  });

  test('is itself where nothing is missing, byte for byte', () => {
    const text = `  ${TEMPLATE}`;
    expect(mergePackage(text, TEMPLATE)).toEqual({ text, notes: [] });
  });

  test.each(['', '{', '[]', 'null', '// JSON5\n{}', '{"dependencies": []}', '{"scripts": "x"}'])(
    'refuses what it cannot add to: %s',
    (own) => {
      expect(mergePackage(own, TEMPLATE)).toBeUndefined();
    },
  );
});
