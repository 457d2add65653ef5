// npm run bench [-- synth prove sync startup …]: each benchmark in a process of its own, one after the other,
// so that none disturbs the next.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('.', import.meta.url));
const known = readdirSync(folder)
  .filter((file) => file.endsWith('.mjs') && file !== 'run.mjs')
  .map((file) => file.slice(0, -4))
  .sort();
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  console.error(`unknown benchmark '${unknown.join("', '")}'; there are: ${known.join(', ')}`);
  process.exit(64);
}
let failed = 0;
let running;
let isInterrupted = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
  process.on(signal, () => {
    isInterrupted = true;
    // It ends its servers.
    running?.kill(signal);
  });
for (const name of asked.length > 0 ? asked : known) {
  console.log(`\n## ${name}`);
  running = spawn(process.execPath, ['--expose-gc', `${folder}${name}.mjs`], { stdio: 'inherit' });
  const [status] = await once(running, 'exit');
  if (isInterrupted) process.exit(130);
  if (status !== 0) failed += 1;
}
process.exit(failed > 0 ? 1 : 0);
