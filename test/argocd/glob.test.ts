import { matchesGlob } from '../../src/argocd/glob.js';

describe('matchesGlob', () => {
  test.each([
    ['*.yaml', 'a.yaml', true],
    ['*.yaml', 'folder/a.yaml', true],
    ['*.yaml', 'a.yml', false],
    ['{a,b}.yaml', 'b.yaml', true],
    ['{a,b}.yaml', 'c.yaml', false],
    ['{a,b/{c,d}}.yaml', 'b/d.yaml', true],
    ['?.yaml', 'ab.yaml', false],
    ['[a-c].yaml', 'b.yaml', true],
    ['[!a-c].yaml', 'b.yaml', false],
    ['a\\*.yaml', 'a*.yaml', true],
    ['a\\*.yaml', 'ab.yaml', false],
    ['a.b', 'axb', false],
    ['a,b', 'a,b', true],
    ['{a,b', 'a', true],
    ['', 'a', false],
  ])('%s against %s: %s', (pattern, text, expected) => {
    expect(matchesGlob(text, pattern)).toBe(expected);
  });
});
