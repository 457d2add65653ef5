import type { KubeObject } from '../../manifest/kube-object.js';
import { explain } from './explain-condition.js';
import { conditionsOf, optionalNumber, textOf } from './fields.js';
import { degraded, finding, type HealthJudge, progressing } from './finding.js';
import type { HealthFinding } from './verdict.js';

/**
 * What later versions of Argo CD see in kinds that the bundled rules call healthy; by `<group>/<Kind>`, or by
 * the end of a group where it begins with a dot.
 */
const RULES: Readonly<Record<string, HealthJudge>> = {
  '.cnrm.cloud.google.com': judgeGeneration,
  '.upbound.io': judgeAsyncOperation,
  'controlplane.cluster.x-k8s.io/AWSManagedControlPlane': judgeControlPlane,
  'numaflow.numaproj.io/InterStepBufferService': judgeUpgrade,
  'numaflow.numaproj.io/MonoVertex': judgeUpgrade,
  'numaflow.numaproj.io/Pipeline': judgeUpgrade,
  'postgresql.cnpg.io/Cluster': judgeReconciliation,
};

const SUFFIXES = Object.keys(RULES).filter((key) => key.startsWith('.'));

/** Why an object that a bundled rule of Argo CD 3.2 calls healthy is not; undefined when it is. Pure. */
export function laterFinding(group: string, object: KubeObject): HealthFinding | undefined {
  const key = `${group}/${object.kind}`;
  const name = Object.hasOwn(RULES, key) ? key : SUFFIXES.find((suffix) => group.endsWith(suffix));
  return name === undefined ? undefined : RULES[name]?.(object);
}

function judgeGeneration({ metadata, status }: KubeObject): HealthFinding | undefined {
  const { generation = 0 } = metadata;
  return (optionalNumber(status, 'observedGeneration') ?? generation) === generation
    ? undefined
    : progressing(`waiting for generation ${generation} to be observed`);
}

/** @see https://docs.crossplane.io/latest/guides/crossplane-with-argo-cd/ */
function judgeAsyncOperation(object: KubeObject): HealthFinding | undefined {
  const failed = conditionsOf(object).find(
    ({ type, status }) => ['LastAsyncOperation', 'Synced'].includes(type) && status === 'False',
  );
  return failed && degraded(explain(failed));
}

/** An update of EKS in place leaves it ready. */
function judgeControlPlane(object: KubeObject): HealthFinding | undefined {
  const failure = textOf(object['status'], 'failureMessage');
  const updating = conditionsOf(object).find(
    ({ type, status }) => type === 'EKSControlPlaneUpdating' && status === 'True',
  );
  return (
    judgeGeneration(object) ?? (failure ? degraded(failure) : undefined) ?? (updating && progressing(explain(updating)))
  );
}

/** Numaplane reports the upgrade of what it manages by a label. */
function judgeUpgrade({ metadata }: KubeObject): HealthFinding | undefined {
  return metadata.labels?.['numaplane.numaproj.io/progressive-result-state'] === 'failed'
    ? degraded('its progressive upgrade failed')
    : undefined;
}

function judgeReconciliation({ metadata }: KubeObject): HealthFinding | undefined {
  return metadata.annotations?.['cnpg.io/reconciliationLoop'] === 'disabled'
    ? finding('Suspended', 'its reconciliation is disabled')
    : undefined;
}
