// Makes the binaries of the local control plane before the tests need them, with progress: the first time takes minutes.
import { localPaths } from '../lib/local-cluster/paths.js';
import { provisionBinaries } from '../lib/local-cluster/provision/provision-binaries.js';

let last = 0;
await provisionBinaries({
  ...localPaths(process.env),
  onEvent: (event) => {
    if (event.kind === 'provisioned') console.log(`[control plane] ${event.component}: ${event.source} took ${Math.round(event.seconds)} s`);
    if (event.kind === 'note') console.log(`[control plane] ${event.message}`);
    if (!['provisioning', 'waiting'].includes(event.kind) || Date.now() - last < 10_000) return;
    last = Date.now();
    const what = event.kind === 'waiting' ? `waiting for process ${event.pid}, which makes the ${event.for}` : `${event.component} (${event.source})`;
    const progress = event.total ? `, ${Math.round((100 * event.done) / event.total)} %` : event.done ? `, ${event.done} ${event.unit}` : '';
    console.log(`[control plane] ${what}${progress}, ${Math.round(event.seconds)} s`);
  },
});
