import { groupOf } from '../../manifest/identity.js';
import { isRecord, type KubeObject } from '../../manifest/kube-object.js';

/** Fields of a kind that a controller, or the API server itself, fills in. */
interface ControlledFields {
  readonly group: string;
  readonly kinds: readonly string[];
  /** Where they are; `*` is every item of a list. Each is in EMPTY by its last step. */
  readonly fields: readonly string[];
  /** The objects of which that is so. Default: all. */
  readonly when?: (object: KubeObject) => boolean;
  /** True when Git's list never counts; otherwise only an empty value is none. */
  readonly always?: true;
}

/**
 * What Kubernetes fills in by design. An empty field of this kind in Git means that a controller fills it in.
 * If the empty value were applied, it would be a conflict with its owner, or drift, for ever.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/rbac/#aggregated-clusterroles
 * @see https://cert-manager.io/docs/concepts/ca-injector/
 */
const CONTROLLED: readonly ControlledFields[] = [
  {
    group: 'rbac.authorization.k8s.io',
    kinds: ['ClusterRole'],
    fields: ['rules'],
    when: (object) => isRecord(object['aggregationRule']),
    always: true,
  },
  {
    group: 'admissionregistration.k8s.io',
    kinds: ['ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration'],
    fields: ['webhooks.*.clientConfig.caBundle'],
  },
  { group: 'apiregistration.k8s.io', kinds: ['APIService'], fields: ['spec.caBundle'] },
  {
    group: 'apiextensions.k8s.io',
    kinds: ['CustomResourceDefinition'],
    fields: ['spec.conversion.webhook.clientConfig.caBundle'],
  },
  {
    group: '',
    kinds: ['Service'],
    fields: [
      'spec.clusterIP',
      'spec.clusterIPs',
      'spec.ipFamilies',
      'spec.healthCheckNodePort',
      'spec.ports.*.nodePort',
    ],
  },
  { group: '', kinds: ['PersistentVolumeClaim'], fields: ['spec.volumeName'] },
  { group: '', kinds: ['PersistentVolume'], fields: ['spec.claimRef'] },
  { group: '', kinds: ['ServiceAccount'], fields: ['secrets'] },
  { group: '', kinds: ['Namespace'], fields: ['spec.finalizers'] },
];

/** An empty CA bundle in base64: a line break is what templates write that have to write something. */
const isEmptyText = (value: unknown) => value === '' || value === 'Cg==';
const isEmptyList = (value: unknown) => Array.isArray(value) && value.length === 0;
const isEmptyMap = (value: unknown) => isRecord(value) && Object.keys(value).length === 0;
const isZero = (value: unknown) => value === 0;

/** What is empty, by the type of the field. A value of another type stays, and the API server refuses it. */
const EMPTY: ReadonlyMap<string, (value: unknown) => boolean> = new Map([
  ['caBundle', isEmptyText],
  ['claimRef', isEmptyMap],
  ['clusterIP', isEmptyText],
  ['clusterIPs', isEmptyList],
  ['finalizers', isEmptyList],
  ['healthCheckNodePort', isZero],
  ['ipFamilies', isEmptyList],
  ['nodePort', isZero],
  ['rules', isEmptyList],
  ['secrets', isEmptyList],
  ['volumeName', isEmptyText],
]);

/**
 * A manifest without the fields that Kubernetes fills in and that Git holds empty; itself when it has none.
 * Pure.
 */
export function leftToControllers(object: KubeObject): KubeObject {
  const group = groupOf(object.apiVersion);
  return CONTROLLED.filter(
    (one) => one.group === group && one.kinds.includes(object.kind) && (one.when?.(object) ?? true),
  ).reduce((left, { fields, always }) => {
    return fields.reduce((rest, field) => without(rest, field.split('.'), always ?? false) as KubeObject, left);
  }, object);
}

function without(value: unknown, [step, ...rest]: readonly string[], always: boolean): unknown {
  if (step === undefined) return value;
  if (step === '*') {
    if (!Array.isArray(value)) return value;
    const items = value.map((item) => without(item, rest, always));
    return items.some((item, index) => item !== value[index]) ? items : value;
  }
  if (!isRecord(value) || !Object.hasOwn(value, step)) return value;
  const field = value[step];
  if (rest.length > 0) {
    const inner = without(field, rest, always);
    return inner === field ? value : { ...value, [step]: inner };
  }
  const isNone = field === null || (always && Array.isArray(field)) || EMPTY.get(step)?.(field) === true;
  if (!isNone) return value;
  const { [step]: _, ...others } = value;
  return others;
}
