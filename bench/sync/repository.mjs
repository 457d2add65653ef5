// A Git repository with the workload in one Argo Application or in many, and the same objects as one file for
// kubectl and kapp and as a chart for Helm.
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { workload } from './workload.mjs';

const VERSIONS = [1, 2, 3];

/**
 * Writes the repository with a commit and a tag for each version, `v1`, `v2`, `v3`; beside it `v1.yaml`, …
 * and the charts `chart-1`, ….
 */
export function writeRepository(folder, count, context, applications = 1) {
  const git = (...args) =>
    execFileSync('git', ['-c', 'user.name=bench', '-c', 'user.email=bench@example.com', ...args], {
      cwd: folder,
      stdio: 'pipe',
    });
  mkdirSync(folder, { recursive: true });
  git('init', '--quiet', '--initial-branch=main');
  write(folder, 'gitops/clusters/bench.yaml', [cluster(context)]);
  for (let index = 0; index < applications; index++)
    write(folder, `gitops/applications/bench/bench-${index}.yaml`, [application(index)]);
  for (const version of VERSIONS) {
    const objects = workload(count, version);
    rmSync(join(folder, 'gitops/apps'), { recursive: true, force: true });
    for (const object of objects) {
      const index = Math.floor((Number(object.metadata.name.slice('app-'.length)) * applications) / count);
      write(folder, `gitops/apps/bench-${index}/${object.kind}-${object.metadata.name}.yaml`, [object]);
    }
    write(folder, `../v${version}.yaml`, objects);
    write(folder, `../chart-${version}/Chart.yaml`, [{ apiVersion: 'v2', name: 'bench', version: `0.0.${version}` }]);
    write(folder, `../chart-${version}/templates/all.yaml`, objects);
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

function application(index) {
  const name = `bench-${index}`;
  const source = { repoURL: 'https://git.example.com/bench.git', targetRevision: 'main', path: `gitops/apps/${name}` };
  const metadata = {
    name,
    namespace: 'argocd',
    labels: { 'cdk8s-gitops.io/environment': 'bench', 'cdk8s-gitops.io/application': name },
  };
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata,
    spec: { project: 'default', source, destination: { name: 'bench' } },
  };
}

function cluster(context) {
  const annotations = { 'cdk8s-gitops.io/cluster-type': 'kubeconfig', 'cdk8s-gitops.io/context': context };
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name: 'cluster-bench',
      namespace: 'argocd',
      labels: { 'cdk8s-gitops.io/cluster': 'bench' },
      annotations,
    },
    stringData: { name: 'bench' },
  };
}
