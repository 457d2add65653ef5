import { keptAtOnce } from '../../../src/workflow/sources/kept-at-once.js';

const MIB = 1024 * 1024;

test('of another repository all that may name files is kept, and of the rest the small files up to 32 MiB', () => {
  const sizes = new Map([
    ['apps/big.yaml', 40 * MIB],
    ['docs/film.mp4', 900 * MIB],
    ['docs/a.png', 20 * MIB],
    ['docs/b.png', 20 * MIB],
    ['chart/LICENSE', 1],
    ['base/Kustomization', 1],
  ]);
  expect([...keptAtOnce(sizes)].sort()).toEqual(['apps/big.yaml', 'base/Kustomization', 'chart/LICENSE', 'docs/a.png']);
  expect([...keptAtOnce(new Map())]).toEqual([]);
});
