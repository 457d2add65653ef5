import type { KubeObject } from '../../manifest/kube-object.js';
import { textOf } from './fields.js';
import { degraded, healthy, progressing } from './finding.js';
import type { HealthFinding } from './verdict.js';

const WITH_HEALTH = ['Agent', 'ApmServer', 'ElasticMapsServer', 'EnterpriseSearch', 'Kibana'];

/**
 * Elastic Cloud on Kubernetes where Argo CD has no rule (Kibana, APM server, agents): the colour of its
 * health.
 *
 * @see https://www.elastic.co/docs/reference/cloud-on-k8s/k8s-api-docs
 */
export function judgeElastic({ kind, status }: KubeObject): HealthFinding | undefined {
  switch (textOf(status, 'health')) {
    case 'green':
      return healthy();
    case 'red':
      return degraded('its health is red');
    case 'yellow':
      return progressing('its health is yellow');
    default:
      return WITH_HEALTH.includes(kind) ? progressing('waiting for its health') : undefined;
  }
}
