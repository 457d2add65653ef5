import type { KubeClient } from '../../src/cluster/transport/client.js';
import { read } from './engine.js';
import { applyAs } from './managers.js';

const CRD = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

/** Argo CD's kind Application, as far as it matters here; kept for all tests of the cluster. */
export async function installApplications(client: KubeClient): Promise<void> {
  const versions = [
    {
      name: 'v1alpha1',
      served: true,
      storage: true,
      schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
    },
  ];
  const names = { kind: 'Application', plural: 'applications', singular: 'application', listKind: 'ApplicationList' };
  const crd = {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'applications.argoproj.io', annotations: { 'api-approved.kubernetes.io': 'unapproved, a test' } },
    spec: { group: 'argoproj.io', scope: 'Namespaced', names, versions },
  };
  await applyAs(client, 'test', CRD, crd);
  for (;;) {
    const conditions = (
      (await read(client, `${CRD}/applications.argoproj.io`))?.['status'] as {
        conditions?: { type: string; status: string }[];
      }
    )?.conditions;
    if (conditions?.some(({ type, status }) => type === 'Established' && status === 'True')) return;
  }
}
