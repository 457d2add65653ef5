import { judgeAck } from './ack.js';
import { judgeArgoEvents } from './argo-events.js';
import { judgeCeph } from './ceph.js';
import { judgeCilium } from './cilium.js';
import { judgeCloudNativePg } from './cloudnative-pg.js';
import { judgeClusterApi } from './cluster-api.js';
import { judgeConfigConnector } from './config-connector.js';
import { judgeElastic } from './elastic.js';
import { judgeTargetGroupBinding } from './elastic-load-balancing.js';
import type { HealthJudge } from './finding.js';
import { judgeShoot } from './gardener.js';
import { judgeGatekeeper } from './gatekeeper.js';
import { judgeGatewayApi } from './gateway-api.js';
import { judgeNodeClaim } from './karpenter.js';
import { judgeKro } from './kro.js';
import { judgeKueue } from './kueue.js';
import { judgeLeaderWorkerSet } from './leader-worker-set.js';
import { judgeNetworkPolicyOfNodes } from './nmstate.js';
import { judgePromoter } from './promoter.js';
import { judgeStack } from './pulumi.js';
import { judgeRay } from './ray.js';
import { reporting } from './reporting.js';
import { judgeRun } from './run-to-completion.js';
import { judgeStrimzi } from './strimzi.js';
import { judgeVaultSecrets } from './vault-secrets.js';
import { judgeVictoriaMetrics } from './victoria-metrics.js';

/** A rule for what Argo CD does not know; undefined from it leaves an object to its conditions. */
interface OwnRule {
  readonly name: string;
  readonly judge: HealthJudge;
}

const TRAINING = ['JAXJob', 'MPIJob', 'PaddleJob', 'PyTorchJob', 'TFJob', 'XGBoostJob'];

/** By group, by `<group>/<Kind>`, or by the end of a group where it begins with a dot. */
const RULES: Readonly<Record<string, HealthJudge>> = {
  '.cluster.x-k8s.io': judgeClusterApi,
  '.cnrm.cloud.google.com': judgeConfigConnector,
  '.k8s.elastic.co': judgeElastic,
  '.services.k8s.aws': judgeAck,
  'argoproj.io/EventSource': judgeArgoEvents,
  'argoproj.io/Sensor': judgeArgoEvents,
  'ceph.rook.io': judgeCeph,
  'ceph.rook.io/CephCluster': reporting(judgeCeph),
  'ceph.rook.io/CephObjectStore': reporting(judgeCeph),
  'cilium.io': judgeCilium,
  'cluster.x-k8s.io': judgeClusterApi,
  'constraints.gatekeeper.sh': judgeGatekeeper,
  'core.gardener.cloud/Shoot': judgeShoot,
  'elbv2.k8s.aws/TargetGroupBinding': judgeTargetGroupBinding,
  'gateway.networking.k8s.io': judgeGatewayApi,
  'gateway.networking.k8s.io/GatewayClass': reporting(judgeGatewayApi),
  'gateway.networking.x-k8s.io': judgeGatewayApi,
  'grafana-org-operator.kubitus-project.gitlab.io': reporting(),
  'jobset.x-k8s.io/JobSet': judgeRun,
  'kafka.strimzi.io': judgeStrimzi,
  'karpenter.sh/NodeClaim': reporting(judgeNodeClaim),
  'keda.sh/ScaledJob': reporting(),
  'kro.run': judgeKro,
  'kueue.x-k8s.io': judgeKueue,
  'leaderworkerset.x-k8s.io/LeaderWorkerSet': judgeLeaderWorkerSet,
  'microgateway.airlock.com': reporting(),
  'nmstate.io/NodeNetworkConfigurationPolicy': reporting(judgeNetworkPolicyOfNodes),
  'objectbucket.io/ObjectBucketClaim': reporting(),
  'operator.victoriametrics.com': reporting(judgeVictoriaMetrics),
  'postgresql.cnpg.io': judgeCloudNativePg,
  'promoter.argoproj.io': reporting(judgePromoter),
  'pulumi.com/Stack': reporting(judgeStack),
  'ray.io': judgeRay,
  'secrets.hashicorp.com': judgeVaultSecrets,
  'services.cloud.sap.com': reporting(),
  'services.k8s.aws': judgeAck,
  'tekton.dev/CustomRun': judgeRun,
  'tekton.dev/PipelineRun': judgeRun,
  'tekton.dev/TaskRun': judgeRun,
  'templates.gatekeeper.sh/ConstraintTemplate': judgeGatekeeper,
  'trainer.kubeflow.org/TrainJob': judgeRun,
  ...Object.fromEntries(TRAINING.map((kind) => [`kubeflow.org/${kind}`, judgeRun])),
};

const SUFFIXES = Object.keys(RULES).filter((key) => key.startsWith('.'));
/** Of these groups, what says nothing by design. */
const MUTE: readonly string[] = ['gateway.networking.k8s.io/ReferenceGrant'];

/** Our own rule for a kind that neither Argo CD's Go code nor its bundled Lua knows. */
export function ownRule(group: string, kind: string): OwnRule | undefined {
  const key = `${group}/${kind}`;
  if (MUTE.includes(key)) return undefined;
  const name =
    [key, group].find((candidate) => Object.hasOwn(RULES, candidate)) ??
    SUFFIXES.find((suffix) => group.endsWith(suffix));
  const judge = name === undefined ? undefined : RULES[name];
  return judge && { name: `own/${name?.startsWith('.') ? `*${name}` : name}`, judge };
}
