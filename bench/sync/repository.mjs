// A Git repository with one Argo Application of the workload, and the same objects as one file for kubectl.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { workload } from './workload.mjs';

/** Writes the repository with a commit and a tag for each version: `v1`, `v2`. */
export function writeRepository(folder, count, context) {
  const git = (...args) =>
    execFileSync('git', ['-c', 'user.name=bench', '-c', 'user.email=bench@example.com', ...args], { cwd: folder, stdio: 'pipe' });
  mkdirSync(folder, { recursive: true });
  git('init', '--quiet', '--initial-branch=main');
  write(folder, 'gitops/clusters/bench.yaml', [cluster(context)]);
  write(folder, 'gitops/applications/bench/bench.yaml', [application()]);
  for (const version of [1, 2]) {
    for (const object of workload(count, version)) write(folder, `gitops/apps/bench/${object.kind}-${object.metadata.name}.yaml`, [object]);
    write(folder, `../v${version}.yaml`, workload(count, version));
    git('add', '--all');
    git('commit', '--quiet', '--message', `version ${version}`);
    git('tag', `v${version}`);
  }
}

function write(folder, file, objects) {
  const path = join(folder, file);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, objects.map((object) => JSON.stringify(object, undefined, 1)).join('\n---\n'));
}

function application() {
  const source = { repoURL: 'https://git.example.com/bench.git', targetRevision: 'main', path: 'gitops/apps/bench' };
  const metadata = { name: 'bench', namespace: 'argocd', labels: { 'cdk8s-gitops.io/environment': 'bench', 'cdk8s-gitops.io/application': 'bench' } };
  return { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', metadata, spec: { project: 'default', source, destination: { name: 'bench' } } };
}

function cluster(context) {
  const annotations = { 'cdk8s-gitops.io/cluster-type': 'kubeconfig', 'cdk8s-gitops.io/context': context };
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'cluster-bench', namespace: 'argocd', labels: { 'cdk8s-gitops.io/cluster': 'bench' }, annotations },
    stringData: { name: 'bench' },
  };
}
