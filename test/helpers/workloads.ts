import type { KubeObject } from '../../src/manifest/kube-object.js';

export interface WorkloadOptions {
  readonly replicas?: number;
  readonly image?: string;
  /** What the simulated kubelet does with the pods. Default: they become ready at once. */
  readonly behaviour?: 'never-ready' | 'crash' | 'image-pull' | 'slow' | 'job-fail';
  readonly deadlineSeconds?: number;
}

/** A Deployment for the local control plane. */
export function deployment(namespace: string, name: string, options: WorkloadOptions = {}): KubeObject {
  const { replicas = 1, deadlineSeconds } = options;
  const spec = {
    replicas,
    ...(deadlineSeconds === undefined ? {} : { progressDeadlineSeconds: deadlineSeconds }),
    selector: { matchLabels: { app: name } },
  };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace },
    spec: { ...spec, template: podTemplate(name, options) },
  };
}

/** The pod template of a workload; a Job's needs another restart policy. */
export function podTemplate(
  app: string,
  { image = 'registry.example.com/web:1', behaviour }: WorkloadOptions = {},
  restartPolicy = 'Always',
): object {
  const annotations = behaviour === undefined ? {} : { 'local.cdk8s-gitops.io/behaviour': behaviour };
  return { metadata: { labels: { app }, annotations }, spec: { restartPolicy, containers: [{ name: 'web', image }] } };
}
