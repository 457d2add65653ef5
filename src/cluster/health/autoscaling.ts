import { versionOf } from '../../manifest/identity.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import { type Condition, conditionsOf } from './fields.js';
import { degraded, finding, healthy, progressing } from './finding.js';
import type { HealthFinding } from './verdict.js';

/** HorizontalPodAutoscaler, verdict and message as Argo CD. */
export const AUTOSCALING_RULES = { 'autoscaling/HorizontalPodAutoscaler': judgeAutoscaler } as const;

const CONDITIONS_OF_V1 = 'autoscaling.alpha.kubernetes.io/conditions';
const WAITING = 'Waiting to Autoscale';

const FAILURES: Readonly<Record<string, readonly string[]>> = {
  AbleToScale: ['FailedGetScale', 'FailedUpdateScale'],
  ScalingActive: [
    'FailedGetResourceMetric',
    'FailedGetObjectMetric',
    'FailedGetPodsMetric',
    'FailedGetExternalMetric',
    'FailedComputeMetricsReplicas',
    'InvalidSelector',
  ],
};

function judgeAutoscaler(object: KubeObject): HealthFinding {
  const version = versionOf(object.apiVersion);
  if (version !== 'v1' && version !== 'v2') return finding('Unknown', `unsupported HPA version ${object.apiVersion}`);
  const conditions = version === 'v2' ? conditionsOf(object) : conditionsOfV1(object);
  if (conditions === undefined) return finding('Unknown', `the annotation ${CONDITIONS_OF_V1} is not JSON`);
  const failed = conditions.find(({ type, reason }) => FAILURES[type]?.includes(reason));
  if (failed) return degraded(failed.message);
  const able = conditions.find(
    ({ type, status }) => (type === 'AbleToScale' || type === 'ScalingLimited') && status === 'True',
  );
  return able ? healthy(able.message) : progressing(WAITING);
}

/** Version 1 has no conditions of its own and carries them as an annotation. */
function conditionsOfV1(object: KubeObject): readonly Condition[] | undefined {
  const text = object.metadata.annotations?.[CONDITIONS_OF_V1];
  if (!text) return [];
  try {
    return conditionsOf({ ...object, status: { conditions: JSON.parse(text) } });
  } catch {
    return undefined;
  }
}
