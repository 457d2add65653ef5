import { leftToControllers } from '../../../src/cluster/objects/left-to-controllers.js';
import type { KubeObject } from '../../../src/manifest/kube-object.js';

const object = (apiVersion: string, kind: string, rest: object): KubeObject => ({
  apiVersion,
  kind,
  metadata: { name: 'x' },
  ...rest,
});
const webhook = (caBundle: unknown) =>
  object('admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration', {
    webhooks: [{ name: 'a', clientConfig: { url: 'https://a.example.com', caBundle } }],
  });
const service = (spec: object) => object('v1', 'Service', { spec });
const role = (rest: object) => object('rbac.authorization.k8s.io/v1', 'ClusterRole', rest);
const aggregationRule = { clusterRoleSelectors: [{ matchLabels: { a: 'b' } }] };

describe('what Kubernetes fills in, and Git holds empty, is not sent', () => {
  test.each<readonly [string, KubeObject, KubeObject]>([
    ['rules of an aggregated ClusterRole', role({ aggregationRule, rules: [] }), role({ aggregationRule })],
    [
      'rules of an aggregated ClusterRole that Git has: the controller replaces them',
      role({ aggregationRule, rules: [{ verbs: ['get'] }] }),
      role({ aggregationRule }),
    ],
    ...[null, '', 'Cg=='].map(
      (empty) =>
        [
          `CA bundle ${JSON.stringify(empty)} of a webhook`,
          webhook(empty),
          object('admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration', {
            webhooks: [{ name: 'a', clientConfig: { url: 'https://a.example.com' } }],
          }),
        ] as const,
    ),
    [
      'CA bundle of an APIService',
      object('apiregistration.k8s.io/v1', 'APIService', { spec: { group: 'a', caBundle: '' } }),
      object('apiregistration.k8s.io/v1', 'APIService', { spec: { group: 'a' } }),
    ],
    [
      'CA bundle of a conversion webhook',
      object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', {
        spec: { conversion: { webhook: { clientConfig: { caBundle: 'Cg==', service: {} } } } },
      }),
      object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', {
        spec: { conversion: { webhook: { clientConfig: { service: {} } } } },
      }),
    ],
    [
      'addresses and node ports of a Service',
      service({ clusterIP: '', clusterIPs: [], ports: [{ port: 80, nodePort: 0 }] }),
      service({ ports: [{ port: 80 }] }),
    ],
    [
      'volume of a claim',
      object('v1', 'PersistentVolumeClaim', { spec: { volumeName: '', accessModes: [] } }),
      object('v1', 'PersistentVolumeClaim', { spec: { accessModes: [] } }),
    ],
    [
      'claim of a volume',
      object('v1', 'PersistentVolume', { spec: { claimRef: null } }),
      object('v1', 'PersistentVolume', { spec: {} }),
    ],
  ])('%s', (_, given, sent) => {
    expect(leftToControllers(given)).toEqual(sent);
  });
});

describe('everything else is sent as it is', () => {
  test.each([
    ['rules of an ordinary ClusterRole, also none', role({ rules: [] })],
    ['a CA bundle', webhook('LS0tLS1CRUdJTg==')],
    ['a headless Service', service({ clusterIP: 'None', ports: [{ port: 80, nodePort: 30_080 }] })],
    ['a kind of the same name in another group', object('example.com/v1', 'Service', { spec: { clusterIP: '' } })],
    ['wrong types', service({ ports: { port: 80 } })],
    ['an empty value of another type', service({ clusterIP: [], clusterIPs: '', ports: [{ nodePort: '' }] })],
    ['rules of an aggregated ClusterRole that are no list', role({ aggregationRule, rules: {} })],
    ['no spec', object('v1', 'Service', { spec: null })],
  ])('%s', (_, given) => {
    expect(leftToControllers(given)).toBe(given);
  });
});
