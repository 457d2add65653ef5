import { isRecord } from '../../../manifest/kube-object.js';

/** A parsed kustomization file. */
export type Kustomization = Readonly<Record<string, unknown>>;

/** Fields with a list of entries. Each entry changes the objects that it selects. */
const LISTS = [
  'patches',
  'patchesStrategicMerge',
  'patchesJson6902',
  'images',
  'replicas',
  'replacements',
  'labels',
] as const;
/** Fields that change every object. */
const WHOLE = ['namespace', 'namePrefix', 'nameSuffix', 'commonLabels', 'commonAnnotations'] as const;

export type DirectiveField = (typeof LISTS)[number] | (typeof WHOLE)[number];

/** One change that a kustomization file makes to its resources. */
export interface Directive {
  readonly field: DirectiveField;
  /** The position in a list; undefined for a field that is not a list. */
  readonly index?: number;
  readonly value: unknown;
}

/** The directives of a kustomization, in the order of its fields. Pure. */
export function directivesOf(kustomization: Kustomization): readonly Directive[] {
  return [
    ...LISTS.flatMap((field) => {
      const items = kustomization[field];
      return Array.isArray(items) ? items.map((value, index): Directive => ({ field, index, value })) : [];
    }),
    ...WHOLE.flatMap((field): Directive[] =>
      isGiven(kustomization[field]) ? [{ field, value: kustomization[field] }] : [],
    ),
  ];
}

/** The kustomization without one directive. Pure. */
export function withoutDirective(kustomization: Kustomization, { field, index }: Directive): Kustomization {
  const items = kustomization[field];
  if (index === undefined || !Array.isArray(items)) return { ...kustomization, [field]: undefined };
  return { ...kustomization, [field]: items.filter((_, at) => at !== index) };
}

/**
 * The kustomization with a directive that selects the same objects and changes each of them for certain,
 * which shows the selected objects. Undefined when there is none, or when kustomize itself refuses a
 * directive that selects nothing. Pure.
 */
export function probing(kustomization: Kustomization, directive: Directive): Kustomization | undefined {
  const { field, index, value } = directive;
  const without = withoutDirective(kustomization, directive);
  if (!isRecord(value) || index === undefined) return undefined;
  if (field === 'images')
    return replaced(kustomization, directive, { name: value['name'], newName: PROBE, newTag: PROBE });
  if ((field === 'patches' || field === 'patchesJson6902') && isRecord(value['target'])) {
    const patches = Array.isArray(without['patches']) ? without['patches'] : [];
    return { ...without, patches: [...patches, { target: value['target'], patch: PROBE_PATCH }] };
  }
  return undefined;
}

/** The directive in words, so that people find it in the file. */
export function describeDirective({ field, index, value }: Directive): string {
  const text = typeof value === 'string' && index !== undefined ? value.split('\n')[0] : undefined;
  const name = isRecord(value) ? nameOf(value) : text;
  return `${field}${index === undefined ? '' : `[${index}]`}${name === undefined || name === '' ? '' : ` (${name})`}`;
}

const PROBE = 'cdk8s-gitops-probe';
const PROBE_PATCH = JSON.stringify({
  apiVersion: 'v1',
  kind: 'Probe',
  metadata: { name: 'probe', annotations: { 'cdk8s-gitops.io/probe': PROBE } },
});

function replaced(kustomization: Kustomization, { field, index }: Directive, value: unknown): Kustomization {
  const items = kustomization[field];
  return {
    ...kustomization,
    [field]: Array.isArray(items) ? items.map((item: unknown, at) => (at === index ? value : item)) : items,
  };
}

function nameOf(value: Readonly<Record<string, unknown>>): string | undefined {
  const target = isRecord(value['target']) ? value['target'] : {};
  const parts = [value['path'], value['name'], [target['kind'], target['name']].filter(Boolean).join('/')];
  return parts.find((part): part is string => typeof part === 'string' && part !== '');
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '' && !(isRecord(value) && Object.keys(value).length === 0);
}
