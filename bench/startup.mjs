// `gitops --help` against bare node: interleaved runs, medians, the ratio and the difference. `npm run build`
// first.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const RUNS = Number(process.argv[2] ?? 41);
const LIMIT_MS = 30;
const cases = {
  'node -e 0': ['-e', '0'],
  'gitops --help': [join(ROOT, 'lib/bin/gitops.js'), '--help'],
  'gitops version': [join(ROOT, 'lib/bin/gitops.js'), 'version'],
};
const times = Object.fromEntries(Object.keys(cases).map((name) => [name, []]));

for (let run = 0; run < RUNS; run++) {
  for (const [name, command] of Object.entries(cases)) {
    const started = process.hrtime.bigint();
    const { status, stderr } = spawnSync(process.execPath, command, { encoding: 'utf8' });
    times[name].push(Number(process.hrtime.bigint() - started) / 1e6);
    if (status !== 0) throw new Error(`${name} ended with ${status}: ${stderr}`);
  }
}

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const bare = median(times['node -e 0']);
for (const [name, values] of Object.entries(times)) {
  const time = median(values);
  console.log(
    `${name.padEnd(15)} ${time.toFixed(1).padStart(6)} ms  ×${(time / bare).toFixed(2)}  +${(time - bare).toFixed(1)} ms`,
  );
}
const over = median(times['gitops --help']) - bare;
console.log(
  `gitops --help is ${over.toFixed(1)} ms over bare node (limit ${LIMIT_MS} ms): ${over <= LIMIT_MS ? 'ok' : 'TOO SLOW'}`,
);
if (over > LIMIT_MS) process.exitCode = 1;
