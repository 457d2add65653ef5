// `gitops sync` of N objects against kubectl, kapp, Helm and a bare loop of the same requests, on a real API
// server with its default flow control, as an ordinary user. `node bench/sync.mjs [N] [repeats]` after a
// build; the other tools run once. Times are of whole processes, start-up included; kubectl and Helm do not
// wait for health, so the first sync is timed both ways.
import { join } from 'node:path';
import { peers } from './sync/peers.mjs';
import { writeRepository } from './sync/repository.mjs';
import { verdict } from './sync/timed.mjs';
import { gitopsSync, withBench } from './sync/with-bench.mjs';
import { PATHS } from './sync/workload.mjs';

const [count = 1000, repeats = 3] = process.argv.slice(2).map(Number);
const CONCURRENCIES = [8, 16, 32];
const KINDS = Object.keys(PATHS).length;

await withBench(async ({ local, cluster, folder, figures, measure }) => {
  const repository = join(folder, 'repository');
  writeRepository(repository, count, local.context);
  const { kubectl, kapp, helm, bare } = await peers(folder, local);
  const sync = (revision, ...more) => gitopsSync(repository, local, revision, ...more);
  await cluster.clean();
  await measure('kubectl apply --server-side, cold', kubectl.apply(1));
  await measure('kubectl diff --server-side, unchanged', kubectl.diff(1));
  await measure('kubectl apply --server-side, unchanged', kubectl.apply(1));
  await cluster.clean();
  await measure('kapp deploy, cold', kapp.deploy(1));
  await measure('kapp deploy, unchanged', kapp.deploy(1));
  await measure('kapp deploy, 1 % changed', kapp.deploy(2));
  await measure('kapp deploy, 10 % pruned', kapp.deploy(3));
  if (helm) {
    await cluster.clean();
    await measure('helm upgrade --install, cold', helm.upgrade(1));
    await measure('helm upgrade, unchanged', helm.upgrade(1));
  }
  for (const inFlight of CONCURRENCIES) {
    await cluster.clean();
    await measure(`bare loop, cold, ${inFlight} in flight`, bare.apply(1, inFlight));
  }
  await measure('bare loop, unchanged', bare.unchanged(1));
  for (let repeat = 0; repeat < repeats; repeat++) {
    await cluster.clean();
    await measure('gitops sync --no-wait, cold', sync('v1', '--no-wait'));
    await cluster.clean();
    await measure('gitops sync, cold, until healthy', sync('v1'));
    await measure('gitops sync, unchanged', sync('v1'));
    await measure('gitops sync, 1 % changed', sync('v2'));
    await measure('gitops sync, 10 % pruned', sync('v3', '--max-prune', String(count)));
  }
  console.log(`\n${count} objects of ${KINDS} kinds: medians of ${repeats} for gitops, one run of each other tool`);
  figures.print();
  const [wall, cpu, requests, memory] = ['wall', 'cpu', 'requests', 'memory'].map(
    (figure) => (row) => figures.median(row, figure),
  );
  const floor = Math.min(...CONCURRENCIES.map((inFlight) => wall(`bare loop, cold, ${inFlight} in flight`)));
  const unchanged = 'gitops sync, unchanged';
  const ratios = (row, limit) => [
    [`${row} ÷ ours: wall`, wall(row) / wall(unchanged), '≥', limit],
    [`${row} ÷ ours: CPU`, cpu(row) / cpu(unchanged), '≥', limit],
  ];
  return verdict([
    ['unchanged: requests', requests(unchanged), '≤', KINDS + 8],
    ['unchanged: peak memory, MB', memory(unchanged), '≤', 150],
    ...ratios('kapp deploy, unchanged', 5),
    ...ratios('kubectl diff --server-side, unchanged', 10),
    ...(helm ? ratios('helm upgrade, unchanged', 10) : []),
    [
      '1 % changed: requests beyond unchanged, each',
      (requests('gitops sync, 1 % changed') - requests(unchanged)) / (count / 100),
      '≤',
      3,
    ],
    [
      '10 % pruned: requests beyond 1 % changed, each',
      (requests('gitops sync, 10 % pruned') - requests('gitops sync, 1 % changed')) / (count / 10),
      '≤',
      1,
    ],
    ['cold ÷ kubectl apply', wall('gitops sync --no-wait, cold') / wall('kubectl apply --server-side, cold'), '≤', 1],
    ['cold, until healthy ÷ kapp', wall('gitops sync, cold, until healthy') / wall('kapp deploy, cold'), '≤', 1],
    ...(helm
      ? [['cold ÷ helm', wall('gitops sync --no-wait, cold') / wall('helm upgrade --install, cold'), '≤', 1]]
      : []),
    ['cold ÷ best bare loop', wall('gitops sync --no-wait, cold') / floor, '≤', 1.25],
  ]);
});
