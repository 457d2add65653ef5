// 10,000 objects in one Argo Application: time in proportion to 1,000, and peak memory.
// `node bench/sync-large.mjs [objects]` after a build.
import { join } from 'node:path';
import { writeRepository } from './sync/repository.mjs';
import { verdict } from './sync/timed.mjs';
import { gitopsSync, withBench } from './sync/with-bench.mjs';

const [large = 10_000] = process.argv.slice(2).map(Number);
const small = large / 10;

await withBench(async ({ local, cluster, folder, figures, measure }) => {
  for (const count of [small, large]) {
    const repository = join(folder, `${count}/repository`);
    writeRepository(repository, count, local.context);
    await cluster.clean();
    await measure(`${count}: cold`, gitopsSync(repository, local, 'v1', '--no-wait'));
    // What is not healthy yet would be waited for by the next one.
    await measure(`${count}: until healthy`, gitopsSync(repository, local, 'v1'));
    // Only once everything is healthy is there nothing to wait for.
    await measure(`${count}: until healthy`, gitopsSync(repository, local, 'v1'));
    await measure(`${count}: unchanged`, gitopsSync(repository, local, 'v1'));
    await measure(`${count}: 1 % changed`, gitopsSync(repository, local, 'v2', '--no-wait'));
  }
  figures.print();
  const [wall, memory] = ['wall', 'memory'].map((figure) => (row) => figures.median(row, figure));
  return verdict([
    [`${large} ÷ ${small}: cold`, wall(`${large}: cold`) / wall(`${small}: cold`), '≤', 12],
    [`${large} ÷ ${small}: unchanged`, wall(`${large}: unchanged`) / wall(`${small}: unchanged`), '≤', 12],
    ...['cold', 'until healthy', 'unchanged', '1 % changed'].map((row) => [
      `${large}, ${row}: peak memory, MB`,
      memory(`${large}: ${row}`),
      '≤',
      350,
    ]),
  ]);
});
