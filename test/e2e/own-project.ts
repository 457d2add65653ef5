import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import type { LocalCluster } from '../../src/local-cluster/local-cluster.js';
import { initProject, type Project, type ProjectOptions } from './project.js';

export interface OwnProject extends Project {
  readonly id: string;
  /** Where staging is delivered to. */
  readonly namespace: string;
  /** Options of a verb that acts on staging. */
  readonly staging: readonly string[];
  kubectl(...words: readonly string[]): string;
}

/** A project with namespaces and names of its own: the cluster is shared. */
export function ownProject(cluster: LocalCluster, options: Omit<ProjectOptions, 'context'> = {}): OwnProject {
  const id = `e2e-${randomBytes(3).toString('hex')}`;
  const project = initProject({ ...options, context: cluster.context });
  for (const file of ['environments/dev.ts', 'environments/staging.ts']) project.edit(file, '}-', `}-${id}-`);
  project.edit('environments/index.ts', 'example.com/shop.git', `example.com/${id}.git`);
  project.edit('apps/guestbook/guestbook.ts', "'guestbook'", `'guestbook-${id}'`);
  return Object.assign(project, {
    id,
    namespace: `guestbook-${id}-${id}-staging`,
    staging: ['--environment', 'staging', '--kubeconfig', cluster.kubeconfig],
    kubectl: (...words: readonly string[]) =>
      execFileSync(cluster.kubectl, ['--kubeconfig', cluster.kubeconfig, ...words], { encoding: 'utf8' }),
  });
}
