// Proving N overlays for the first time and again, against one process of the native command per overlay.
// `node bench/prove.mjs [--small]` after `npm run build`. The command is KUSTOMIZE, or built once from
// tools/kustomize; a sample of its processes is timed and scaled up, which is said.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createKustomize } from '../lib/engines/kustomize/create-kustomize.js';
import { FileSet } from '../lib/files/file-set.js';
import { baseFiles } from '../lib/synth/layout/base.js';
import { computeOverlay } from '../lib/synth/overlays/compute-overlay.js';
import { overlayOrder } from '../lib/synth/overlays/match-objects.js';
import { proveOverlays } from '../lib/synth/overlays/prove-overlays.js';
import { kustomizeBinary } from '../tools/kustomize-binary.mjs';

const COUNT = process.argv.includes('--small') ? 100 : 1_000;
const SAMPLE = Math.min(COUNT, 100);
const TARGET = 8;
const folder = mkdtempSync(join(tmpdir(), 'bench-prove-'));
const command = kustomizeBinary();

try {
  const proofs = Array.from({ length: COUNT }, (_, index) => proofOf(`app-${index}`));
  const first = await prove(proofs);
  const again = await prove(proofs);
  const changed = await prove([...proofs.slice(1), proofOf('app-new')]);
  console.log(`${COUNT} overlays of 3 objects with a strategic-merge patch each, ${availableParallelism()} processors`);
  console.log(
    `proved for the first time: ${first.ms.toFixed(0)} ms (${(first.ms / COUNT).toFixed(1)} ms each), threads started: ${first.started}`,
  );
  console.log(`proved again, from the cache: ${again.ms.toFixed(0)} ms, threads started: ${again.started}`);
  console.log(`proved again with one new: ${changed.ms.toFixed(0)} ms, threads started: ${changed.started}`);
  if (again.started > 0) fail('what is cached must not start an engine');
  compareWithCommand(proofs, first.ms);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function prove(proofs) {
  const kustomize = createKustomize({ cacheDirectory: join(folder, 'cache') });
  const start = performance.now();
  const problems = await proveOverlays(proofs, kustomize);
  const ms = performance.now() - start;
  const started = kustomize.enginesStarted;
  await kustomize.close();
  if (problems.length > 0) throw problems[0];
  return { ms, started };
}

function compareWithCommand(proofs, ours) {
  for (const { files, directory } of proofs.slice(0, SAMPLE)) {
    for (const [path, content] of files.entries()) {
      const file = join(folder, directory.split('/')[0], path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
    }
  }
  const version = spawnSync(command, ['version'], { encoding: 'utf8' }).stdout.trim();
  const start = performance.now();
  for (const { directory } of proofs.slice(0, SAMPLE)) {
    const { status, stderr } = spawnSync(command, ['build', join(folder, directory.split('/')[0], directory)], {
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(stderr);
  }
  const each = (performance.now() - start) / SAMPLE;
  const ratio = (each * COUNT) / ours;
  console.log(
    `kustomize ${version}, one process each: ${each.toFixed(0)} ms each, ${(each * COUNT).toFixed(0)} ms for all (${SAMPLE} processes timed and scaled up)`,
  );
  console.log(`ours is ${ratio.toFixed(1)}× as fast; at least ${TARGET}× is wanted`);
  if (ratio < TARGET) fail('too slow');
}

function proofOf(name) {
  const base = [
    deployment(name, 2, 'info'),
    service(name),
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data: { 'app.conf': 'level = info\nport = 8080\n' } },
  ];
  const overlay = [deployment(name, 5, 'debug'), service(name), base[2]];
  const directories = { baseDirectory: `${name}/base`, overlayDirectory: `${name}/overlays/prod` };
  const files = FileSet.of([
    ...baseFiles(directories.baseDirectory, base),
    ...computeOverlay({ base, overlay, ...directories }).entries(),
  ]);
  return { name, directory: directories.overlayDirectory, files, expected: overlayOrder(base, overlay) };
}

function deployment(name, replicas, level) {
  const labels = { 'app.kubernetes.io/name': name };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, labels },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          containers: [
            {
              name: 'web',
              image: `registry.example.com/${name}:1.${replicas}.0`,
              env: [
                { name: 'LEVEL', value: level },
                { name: 'PORT', value: '8080' },
              ],
              ports: [{ containerPort: 8080 }],
              resources: { requests: { cpu: '100m', memory: '128Mi' } },
            },
          ],
        },
      },
    },
  };
}

function service(name) {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name },
    spec: { selector: { 'app.kubernetes.io/name': name }, ports: [{ port: 80, targetPort: 8080 }] },
  };
}

function fail(reason) {
  console.error(reason);
  process.exitCode = 1;
}
