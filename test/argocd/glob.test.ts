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
    ['[z-a]', 'z', false],
    ['[a-]', '-', true],
    ['*{a,{b,c}*}d', 'xcyd', true],
    ['{a,}b', 'b', true],
    ['**/*.yaml', 'a/b/c.yaml', true],
    ['a,{*', 'a,b', true],
    ['é?', 'é😀', true],
  ])('%s against %s: %s', (pattern, text, expected) => {
    expect(matchesGlob(text, pattern)).toBe(expected);
  });

  test('stops at the separator, but for two stars', () => {
    expect(matchesGlob('a/b', '*', '/')).toBe(false);
    expect(matchesGlob('a/b', '?*', '/')).toBe(false);
    expect(matchesGlob('a/b', '**', '/')).toBe(true);
  });

  test('takes no time worth mentioning, whatever the pattern', () => {
    expect(matchesGlob('a'.repeat(2000), `${'*a'.repeat(100)}*b`)).toBe(false);
    expect(matchesGlob('a'.repeat(2000), `${'{a,aa}'.repeat(200)}b`)).toBe(false);
    expect(matchesGlob('a', '{'.repeat(10_000))).toBe(false);
  });
});
