import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ENGINES } from './build-engine.mjs';
import { assembleEngines, ENGINES_LOCK, enginesAreAssembled, makeEngine, missingEngines } from './build-engines.mjs';
import { cacheFolder } from './cache-folder.mjs';
import { builtGoCommand, makeGoCommand } from './go-command.mjs';
import { GO_COMMANDS } from './go-commands.mjs';
import { helmBinaryIsMissing, makeHelmBinary } from './helm-binary.mjs';
import { installPackages, packagesAreMissing } from './install.mjs';
import { NODE_RUNS_HERE, NODE_VERSIONS, nodeBinary, nodeBinaryIsMissing } from './node-binary.mjs';
import { makeRealWorldKustomizations, realWorldKustomizationsAreThere } from './real-world-kustomizations.mjs';
import { withLock } from './with-lock.mjs';

/**
 * A step of a build.
 *
 * @typedef {object} Step
 * @property {string} name
 * @property {number} seconds how long it takes with empty caches on two quiet cores, measured
 * @property {'packages' | 'node' | 'go'} lane packages come first; then those of one lane run one after the other, and the two lanes side by side
 * @property {() => boolean | Promise<boolean>} due whether it has to be made
 * @property {(report: Report) => Promise<unknown>} make
 *
 * @typedef {object} Report
 * @property {(text: string) => void} note
 * @property {(done: number, text: string) => void} progress from 0 to 1, and in words
 */

/**
 * Measured in seconds with empty caches on two quiet cores, in the order in which they are built: what one
 * compiles, the next one may use.
 */
const ENGINE_SECONDS = { cel: 28, crd: 49, health: 6, helm: 9, jq: 2, jsonnet: 4, kustomize: 32, template: 3 };
const COMMAND_SECONDS = { kustomize: 10, registry: 30, kapp: 30 };

/**
 * What `npm run build`, `npm run demo` and `npm test` make before they begin, in order.
 *
 * @param {'build' | 'demo' | 'test'} purpose
 * @param {{ own: readonly Step[], force: boolean }} options the steps of this clone's own code, and whether
 * everything is made anew
 * @returns {readonly Step[]}
 */
export function buildPlan(purpose, { own, force }) {
  return [
    {
      name: 'npm packages',
      seconds: 28,
      lane: 'packages',
      due: packagesAreMissing,
      make: ({ note }) => installPackages(note),
    },
    ...own,
    ...ENGINES.map(({ name }) => engine(name, force)),
    {
      name: 'engines in lib/',
      seconds: 1,
      lane: 'go',
      due: () => force || !enginesAreAssembled(),
      make: assembleEngines,
    },
    ...(purpose === 'build' ? [] : ['etcd', 'kwok', 'kube'].map(component)),
    ...(purpose === 'test' ? forTests() : []),
  ];
}

function engine(name, force) {
  const isMissing = () => missingEngines().includes(name);
  return {
    name: `engine ${name}`,
    seconds: ENGINE_SECONDS[name] ?? 10,
    lane: 'go',
    due: () => force || isMissing(),
    // Another clone may have built it meanwhile.
    make: ({ note }) => withLock(ENGINES_LOCK, note, async () => (force || isMissing() ? makeEngine(name) : undefined)),
  };
}

/** Built here, because a test that waits for a compiler runs out of its time. */
function forTests() {
  return [
    ...Object.entries(GO_COMMANDS).map(([name, path]) => ({
      name: `${name} command`,
      seconds: COMMAND_SECONDS[name] ?? 20,
      lane: 'go',
      due: () => builtGoCommand(name) === undefined,
      make: ({ note }) => makeGoCommand(name, path, note),
    })),
    {
      name: 'real-world kustomizations',
      seconds: 5,
      lane: 'go',
      due: () => !realWorldKustomizationsAreThere(),
      make: ({ note }) => makeRealWorldKustomizations(note),
    },
    { name: 'helm command', seconds: 10, lane: 'go', due: helmBinaryIsMissing, make: makeHelmBinary },
    ...(NODE_RUNS_HERE ? NODE_VERSIONS.map(nodeVersion) : []),
  ];
}

function nodeVersion(version) {
  return {
    name: `Node.js ${version}`,
    seconds: 8,
    lane: 'go',
    due: () => nodeBinaryIsMissing(version),
    make: () => nodeBinary(version),
  };
}

const COMPONENT_SECONDS = { etcd: 55, kwok: 110, kube: 345 };

/** Part of the control plane. */
function component(name) {
  return {
    name,
    seconds: COMPONENT_SECONDS[name],
    lane: 'go',
    due: async () =>
      packagesAreMissing() ? !isInSomeCache(name) : (await import('./provision.mjs')).componentIsMissing(name),
    make: async (report) => (await import('./provision.mjs')).makeComponent(name, report),
  };
}

/**
 * A guess for as long as the packages that know it better are missing: the binaries of some version of this
 * package count.
 */
function isInSomeCache(name) {
  const folder = join(cacheFolder(), 'control-plane');
  const manifests = existsSync(folder) ? readdirSync(folder).map((key) => join(folder, key, 'manifest.json')) : [];
  return manifests.some((file) => existsSync(file) && name in JSON.parse(readFileSync(file, 'utf8')));
}
