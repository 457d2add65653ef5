// 100 Argo Applications of 10 objects on one cluster against one of 1,000: they share the LISTs.
// `node bench/sync-many.mjs [applications] [repeats]` after a build.
import { join } from 'node:path';
import { writeRepository } from './sync/repository.mjs';
import { verdict } from './sync/timed.mjs';
import { gitopsSync, withBench } from './sync/with-bench.mjs';

const [applications = 100, repeats = 3] = process.argv.slice(2).map(Number);
const count = applications * 10;

await withBench(async ({ local, cluster, folder, figures, measure }) => {
  const repositories = new Map([
    ['one', join(folder, 'one/repository')],
    ['many', join(folder, 'many/repository')],
  ]);
  writeRepository(repositories.get('one'), count, local.context, 1);
  writeRepository(repositories.get('many'), count, local.context, applications);
  for (let repeat = 0; repeat < repeats; repeat++) {
    for (const [shape, repository] of repositories) {
      await cluster.clean();
      await measure(`${shape}: cold`, gitopsSync(repository, local, 'v1', '--no-wait'));
      // What is not healthy yet would be waited for by the next one.
      await measure(`${shape}: until healthy`, gitopsSync(repository, local, 'v1'));
      // Only once everything is healthy is there nothing to wait for.
      await measure(`${shape}: until healthy`, gitopsSync(repository, local, 'v1'));
      await measure(`${shape}: unchanged`, gitopsSync(repository, local, 'v1'));
      await measure(`${shape}: 1 % changed`, gitopsSync(repository, local, 'v2', '--no-wait'));
    }
  }
  console.log(`${count} objects in one Argo Application and in ${applications}, medians of ${repeats}`);
  figures.print();
  return verdict([
    [
      'unchanged: many ÷ one',
      figures.median('many: unchanged', 'wall') / figures.median('one: unchanged', 'wall'),
      '≤',
      1.5,
    ],
  ]);
});
