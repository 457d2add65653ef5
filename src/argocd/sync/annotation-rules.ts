import type { KubeObject } from '../../manifest/kube-object.js';
import { parseGoInteger } from '../go-integer.js';
import { meantWord } from '../meant-word.js';
import { HOOK_WORDS } from './hook-words.js';
import { hookOf } from './hooks.js';
import { ignoredSyncOptions } from './sync-option-table.js';

type Metadata = Pick<KubeObject, 'kind' | 'metadata'>;

/** A fault in the value of an annotation, and the next action. */
interface Fault {
  readonly message: string;
  readonly hint: string;
}

/** The rule for the values of one annotation. */
interface AnnotationRule {
  /** The only kind on which the annotation works. Default: every kind. */
  readonly only?: string;
  faults?(value: string, object: Metadata): readonly Fault[];
}

const COMPARE_OPTIONS = [
  'IgnoreExtraneous',
  'ServerSideDiff=true',
  'ServerSideDiff=false',
  'IncludeMutationWebhook=true',
];
const BOOLEANS = ['1', 't', 'T', 'TRUE', 'true', 'True', '0', 'f', 'F', 'FALSE', 'false', 'False'];

/**
 * The annotations that Argo CD 3.2 reads, also those of Helm, each with the rule for its values.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/annotations-and-labels/
 */
export const ANNOTATION_RULES: Readonly<Record<string, AnnotationRule>> = {
  'argocd.argoproj.io/sync-wave': { faults: (value) => wholeNumber(value, 'Argo CD does not put it into that wave') },
  'argocd.argoproj.io/hook': { faults: (value, object) => hookWords('argocd.argoproj.io/hook', value, object) },
  'argocd.argoproj.io/hook-delete-policy': {
    faults: (value) => words(value, HOOK_WORDS['argocd.argoproj.io/hook-delete-policy'], 'is not a hook delete policy'),
  },
  'argocd.argoproj.io/sync-options': {
    faults: (value) =>
      ignoredSyncOptions(partsOf(value), 'object').map(({ option, problem, hint }) => ({
        message: `has '${option}', which ${problem}`,
        hint,
      })),
  },
  'argocd.argoproj.io/compare-options': {
    faults: (value, { kind }) => [
      ...words(value, COMPARE_OPTIONS, 'is not a compare option'),
      ...partsOf(value)
        .filter((part) => kind !== 'Application' && COMPARE_OPTIONS.slice(1).includes(part))
        .map((part) => ({
          message: `has '${part}', which works on an Argo Application only`,
          hint: 'Move it to the Argo Application.',
        })),
    ],
  },
  'argocd.argoproj.io/ignore-healthcheck': { faults: (value) => oneOf(value, ['true'], 'has no effect') },
  'argocd.argoproj.io/ignore-resource-updates': { faults: (value) => oneOf(value, BOOLEANS, "is taken for 'false'") },
  'argocd.argoproj.io/skip-reconcile': { faults: (value) => oneOf(value, BOOLEANS, 'has no effect') },
  'argocd.argoproj.io/refresh': {
    faults: (value, { kind }) =>
      kind === 'Application' ? oneOf(value, ['normal', 'hard'], "is taken for 'normal'") : [],
  },
  'argocd.argoproj.io/deletion-approved': {
    faults: (value) =>
      /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(value)
        ? []
        : [{ message: `has '${value}', which is not a time`, hint: 'Write it as 2026-01-31T12:00:00Z.' }],
  },
  'argocd.argoproj.io/application-set-refresh': { only: 'ApplicationSet' },
  'argocd.argoproj.io/manifest-generate-paths': { only: 'Application' },
  'argocd.argoproj.io/client-side-apply-migration-manager': { only: 'Application' },
  'argocd.argoproj.io/hydrate': { only: 'Application' },
  'argocd.argoproj.io/tracking-id': {},
  'argocd.argoproj.io/installation-id': {},
  'argocd.argoproj.io/ignore-restart-policy': {},
  'helm.sh/hook': { faults: (value, object) => hookWords('helm.sh/hook', value, object) },
  'helm.sh/hook-delete-policy': {
    faults: (value) => words(value, HOOK_WORDS['helm.sh/hook-delete-policy'], 'is not a hook delete policy of Helm'),
  },
  'helm.sh/hook-weight': { faults: (value) => wholeNumber(value, 'it counts as 0') },
  'helm.sh/resource-policy': { faults: (value) => oneOf(value, ['keep'], 'has no effect') },
};

function hookWords(key: 'argocd.argoproj.io/hook' | 'helm.sh/hook', value: string, object: Metadata): readonly Fault[] {
  const never = hookOf(object) === 'ignored' ? ': Argo CD never applies it' : '';
  const of = key === 'helm.sh/hook' ? ' of Helm' : '';
  return words(value, HOOK_WORDS[key], `is not a hook${of}${never}`);
}

function words(value: string, known: readonly string[], problem: string): readonly Fault[] {
  return partsOf(value)
    .filter((part) => part !== '' && !known.includes(part))
    .map((part) => ({ message: `has '${part}', which ${problem}`, hint: meantWord(part, known) }));
}

function oneOf(value: string, known: readonly string[], problem: string): readonly Fault[] {
  if (known.includes(value)) return [];
  const shown = known === BOOLEANS ? ['true', 'false'] : known;
  return [{ message: `has '${value}', which ${problem}`, hint: meantWord(value, shown) }];
}

function wholeNumber(value: string, effect: string): readonly Fault[] {
  return parseGoInteger(value) !== undefined
    ? []
    : [
        {
          message: `has '${value}', which is not a whole number: ${effect}`,
          hint: "Write a whole number, such as '-1'.",
        },
      ];
}

function partsOf(value: string): readonly string[] {
  return value.split(',').map((part) => part.trim());
}
