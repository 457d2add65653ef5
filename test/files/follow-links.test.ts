import { lstatSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import fc from 'fast-check';
import { followLinks, leavesRepository } from '../../src/files/follow-links.js';

const NAME = fc.constantFrom('a', 'b', 'c');
const PATH = fc.array(NAME, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'));
const TARGET = fc
  .array(fc.oneof(NAME, fc.constantFrom('..', '.')), { minLength: 1, maxLength: 4 })
  .map((parts) => parts.join('/'));

test('a path leads where the operating system leads it', () => {
  fc.assert(
    fc.property(fc.array(PATH), fc.array(fc.tuple(PATH, TARGET)), PATH, (files, wanted, path) => {
      const root = realpathSync(mkdtempSync(join(tmpdir(), 'links-')));
      try {
        const links = new Map<string, string>();
        const isFree = (one: string) =>
          lstatSync(join(root, one), { throwIfNoEntry: false }) === undefined &&
          [...links.keys()].every((link) => !one.startsWith(`${link}/`));
        const attempt = (one: string, make: (full: string) => void) => {
          try {
            if (!isFree(one)) return false;
            mkdirSync(dirname(join(root, one)), { recursive: true });
            make(join(root, one));
            return true;
          } catch {
            return false; // a file stands where a folder is needed
          }
        };
        for (const file of files) attempt(file, (full) => writeFileSync(full, ''));
        for (const [link, target] of wanted)
          if (attempt(link, (full) => symlinkSync(target, full))) links.set(link, target);
        const real = realOf(join(root, path));
        if (real === undefined) return;
        const followed = followLinks(path, links);
        const isLeaving = [...links].some(([link, target]) => leavesRepository(link, target));
        // A path that leaves the repository and comes back is refused as well.
        if ('why' in followed) expect({ ...followed, isLeaving }).toMatchObject({ why: 'outside', isLeaving: true });
        else expect(followed.path).toBe(relative(root, real));
      } finally {
        rmSync(root, { recursive: true });
      }
    }),
    { numRuns: 300 },
  );
});

function realOf(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

test.each([
  ['a/b', 'c', false],
  ['a/b', '../c', false],
  ['a/b', '../../c', true],
  ['b', '..', true],
  ['b', './..', true],
  ['a/b', '../../deploy/c', true],
  ['a/b', 'x/../../c', false],
  ['a/b', '/a/c', true],
])("the link '%s' to '%s' leaves the repository: %s", (link, target, expected) => {
  expect(leavesRepository(link, target)).toBe(expected);
});

test('links that lead to each other have no end', () => {
  expect(
    followLinks(
      'a/x',
      new Map([
        ['a', 'b'],
        ['b', 'a'],
      ]),
    ),
  ).toMatchObject({ why: 'loop' });
});
