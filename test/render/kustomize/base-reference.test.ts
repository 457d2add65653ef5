import { parseBaseReference } from '../../../src/render/kustomize/base-reference.js';

describe('a reference of a kustomization to a Git repository is read as kustomize reads it', () => {
  test.each([
    ['https://github.com/org/repo//path/to?ref=v1', 'https://github.com/org/repo', 'path/to', 'v1', true],
    ['https://github.com/org/repo/path/to?ref=v1', 'https://github.com/org/repo', 'path/to', 'v1', false],
    ['github.com/org/repo//path?ref=main', 'https://github.com/org/repo', 'path', 'main', true],
    ['GitHub.com/org/repo', 'https://github.com/org/repo', '', 'HEAD', false],
    ['git@github.com:org/repo.git/path', 'git@github.com:org/repo.git', 'path', 'HEAD', true],
    ['ssh://git@github.com/org/repo//path', 'git@github.com:org/repo', 'path', 'HEAD', true],
    ['git@git.example.com:org/repo//path?ref=v2&timeout=9', 'git@git.example.com:org/repo', 'path', 'v2', true],
    [
      'ssh://git@git.example.com:7999/org/repo.git?version=v3',
      'ssh://git@git.example.com:7999/org/repo.git',
      '',
      'v3',
      true,
    ],
    ['git::https://git.example.com/org/repo.git//path', 'https://git.example.com/org/repo.git', 'path', 'HEAD', true],
    [
      'https://git.example.com/org/repo.git/path?submodules=false&ref=x',
      'https://git.example.com/org/repo.git',
      'path',
      'x',
      true,
    ],
    ['https://git.example.com/org/repo/a/b?ref=', 'https://git.example.com/org/repo', 'a/b', 'HEAD', false],
    [
      'https://me@dev.azure.com/org/project/_git/repo/a/b',
      'https://me@dev.azure.com/org/project/_git/repo',
      'a/b',
      'HEAD',
      true,
    ],
    [
      'https://robot:word@git.example.com/org/repo//a',
      'https://robot:word@git.example.com/org/repo',
      'a',
      'HEAD',
      true,
    ],
    ['HTTPS://git.example.com/a/b//c/../d', 'https://git.example.com/a/b', 'd', 'HEAD', true],
    ['file:///srv/repo//a', 'file:///srv/repo', 'a', 'HEAD', true],
  ])('%s', (text, repoURL, path, revision, isMarked) => {
    expect(parseBaseReference(text)).toEqual({ repoURL, path, revision, isMarked });
  });

  test.each([
    '../base',
    'base',
    './github',
    '/srv/repo//a',
    'deployment.yaml',
    'git.example.com/org/repo',
    'https://host',
    'https://host/only',
    'https://host/org/repo//../../x',
    '',
    'a@b',
  ])("'%s' is none", (text) => {
    expect(parseBaseReference(text)).toBeUndefined();
  });
});
