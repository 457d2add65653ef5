import type { KubeObject } from '../../manifest/kube-object.js';
import { meantWord } from '../meant-word.js';
import { nearestName } from '../nearest-name.js';
import type { WordProblem } from '../word-problem.js';
import { ANNOTATION_RULES } from './annotation-rules.js';

const DOMAIN = 'argocd.argoproj.io';
const SECRET_TYPE = 'argocd.argoproj.io/secret-type';
const SECRET_TYPES = ['cluster', 'repository', 'repo-creds', 'repository-write', 'repo-write-creds', 'scm-creds'];
/** Labels of Argo CD and of its operator. */
const LABELS = [
  SECRET_TYPE,
  'argocd.argoproj.io/instance',
  'argocd.argoproj.io/auto-label-cluster-info',
  'argocd.argoproj.io/kubernetes-version',
  'argocd.argoproj.io/application-set-name',
  'argocd.argoproj.io/managed-by',
];
/** Argo CD, its operator and other tools read these, whatever their value. */
const OTHER_ANNOTATIONS = [
  'argocd.argoproj.io/instance',
  'argocd.argoproj.io/managed-by',
  'argocd.argoproj.io/managed-by-url',
];
const ANNOTATIONS = Object.keys(ANNOTATION_RULES);
/** Domains that people write instead of Argo CD's. */
const OTHER_DOMAINS = ['argoproj.io', 'argocd.io'];

/**
 * The annotations and labels of an object that Argo CD ignores: misspelt keys of its own and of Helm's hooks,
 * unknown values, and annotations that do not work on this kind. All are warnings, because Argo CD applies
 * the object anyway. Pure.
 */
export function metadataWords(object: Pick<KubeObject, 'kind' | 'metadata'>): readonly WordProblem[] {
  const { annotations, labels } = object.metadata;
  return [
    ...entriesOf(annotations).flatMap(([key, value]) => annotationProblems(key, value, object)),
    ...entriesOf(labels).flatMap(([key, value]) => labelProblems(key, value, object.kind)),
  ].map((problem) => ({ level: 'warning', ...problem }));
}

type Fault = Omit<WordProblem, 'level'>;

function annotationProblems(
  key: string,
  value: string,
  object: Pick<KubeObject, 'kind' | 'metadata'>,
): readonly Fault[] {
  const where = `the annotation '${key}'`;
  const rule = Object.hasOwn(ANNOTATION_RULES, key) ? ANNOTATION_RULES[key] : undefined;
  if (rule === undefined) return unknownKey(where, key, [...ANNOTATIONS, ...OTHER_ANNOTATIONS], 'annotation');
  if (rule.only !== undefined && rule.only !== object.kind)
    return [{ where, message: `works on the kind ${rule.only} only`, hint: `Move it to the ${rule.only}.` }];
  return (rule.faults?.(value, object) ?? []).map((fault) => ({ where, ...fault }));
}

function labelProblems(key: string, value: string, kind: string): readonly Fault[] {
  const where = `the label '${key}'`;
  if (key === SECRET_TYPE && kind === 'Secret')
    return SECRET_TYPES.includes(value)
      ? []
      : [{ where, message: `has '${value}', a type that Argo CD does not read`, hint: meantWord(value, SECRET_TYPES) }];
  if (Object.hasOwn(ANNOTATION_RULES, key) && !LABELS.includes(key))
    return [
      { where, message: 'has no effect: Argo CD reads it as an annotation', hint: 'Move it to metadata.annotations.' },
    ];
  return unknownKey(where, key, LABELS, 'label');
}

/**
 * Reports an unknown key only when it resembles a known one, because other tools have keys in these domains
 * too.
 */
function unknownKey(where: string, key: string, known: readonly string[], noun: string): readonly Fault[] {
  const found = known.includes(key) ? undefined : meantKey(key, known);
  return found === undefined
    ? []
    : [{ where, message: `is not one of the ${noun}s that Argo CD reads`, hint: `Did you mean '${found}'?` }];
}

function meantKey(key: string, known: readonly string[]): string | undefined {
  const [domain = '', name = ''] = key.split('/');
  const ofDomain = known.filter((one) => one.startsWith(`${domain}/`));
  if (ofDomain.length > 0) {
    const nearest = nearestName(
      name,
      ofDomain.map((one) => one.slice(domain.length + 1)),
    );
    return nearest && `${domain}/${nearest}`;
  }
  const isMisspelt = OTHER_DOMAINS.includes(domain) || nearestName(domain, [DOMAIN]) !== undefined;
  return isMisspelt ? known.find((one) => one === `${DOMAIN}/${name}`) : undefined;
}

/** The entries with texts. The API server refuses an object with other values. */
function entriesOf(map: Readonly<Record<string, unknown>> | null | undefined): readonly (readonly [string, string])[] {
  return Object.entries(map ?? {}).flatMap(([key, value]) =>
    typeof value === 'string' ? [[key, value] as const] : [],
  );
}
