// The binaries of the local control plane, made before the tests: never inside a test's time limit. Needs the
// npm packages.
import { tsImport } from 'tsx/esm/api';
import { interruptedBy } from './run-child.mjs';
import { ToolFailure } from './tool-failure.mjs';

const load = (path) => tsImport(`../src/${path}`, import.meta.url);
const { missingBinaries, provisionBinaries } = await load('local-cluster/provision/provision-binaries.ts');
const { localPaths } = await load('local-cluster/paths.ts');
const { GitopsError } = await load('errors.ts');

/** Whether a component (`etcd`, `kwok`, `kube`) is neither in KUBEBUILDER_ASSETS nor in the cache. */
export async function componentIsMissing(name) {
  return (await translated(() => missingBinaries({ ...localPaths(process.env), components: [name] }))).length > 0;
}

/**
 * Downloads or builds a component.
 *
 * @param {import('./build-plan.mjs').Report} report
 * @throws ToolFailure
 */
export async function makeComponent(name, { note, progress }) {
  const controller = new AbortController();
  const watch = setInterval(() => interruptedBy() !== undefined && controller.abort(), 100);
  let told = -15;
  const onEvent = (event) => {
    if (event.kind === 'note') note(event.message);
    else if (event.kind === 'provisioning' && event.total > 0) progress(event.done / event.total, amounts(event));
    else if (event.kind === 'waiting' && event.seconds - told >= 15) {
      told = event.seconds;
      note(`process ${event.pid} makes the same: waiting`);
    }
  };
  try {
    await translated(() =>
      provisionBinaries({ ...localPaths(process.env), components: [name], onEvent, signal: controller.signal }),
    );
  } finally {
    clearInterval(watch);
  }
}

function amounts({ unit, done, total }) {
  return unit === 'bytes'
    ? `${(done / 1e6).toFixed(0)} of ${(total / 1e6).toFixed(0)} MB`
    : `packages ${done}/${total}`;
}

async function translated(work) {
  try {
    return await work();
  } catch (error) {
    if (GitopsError.is(error) && error.code !== 'INTERNAL')
      throw new ToolFailure(`${error.code}: ${error.message}`, error.hint);
    throw error;
  }
}
