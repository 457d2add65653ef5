import type { ArgoApplication } from '../application/application.js';
import { meantWord } from '../meant-word.js';
import type { WordProblem } from '../word-problem.js';
import { retryDuration } from './retry-duration.js';
import { ignoredSyncOptions } from './sync-option-table.js';
import { applicationSyncOptions } from './sync-options.js';

const FINALIZER = 'resources-finalizer.argocd.argoproj.io';
const FINALIZERS = [
  FINALIZER,
  `${FINALIZER}/foreground`,
  `${FINALIZER}/background`,
  'post-delete-finalizer.argocd.argoproj.io',
  'post-delete-finalizer.argocd.argoproj.io/cleanup',
  // of newer versions
  'pre-delete-finalizer.argocd.argoproj.io',
  'pre-delete-finalizer.argocd.argoproj.io/cleanup',
];

/**
 * Words of an Argo Application that have no effect, or that make Argo CD fail: sync options, durations of
 * retries, finalizers, JSON pointers. Its annotations are checked like those of any object. Pure.
 *
 * @see https://github.com/argoproj/argo-cd/blob/v3.2.11/pkg/apis/application/v1alpha1/types.go
 */
export function applicationWords(application: ArgoApplication): readonly WordProblem[] {
  const { retry, managedNamespaceMetadata } = application.spec.syncPolicy ?? {};
  const options = applicationSyncOptions(application);
  const finalizers: unknown = application.metadata['finalizers'];
  return [
    ...ignoredSyncOptions(options, 'application').map(
      ({ option, problem, hint }): WordProblem => ({
        level: 'warning',
        where: 'spec.syncPolicy.syncOptions',
        message: `has '${option}', which ${problem}`,
        hint,
      }),
    ),
    ...Object.entries({ duration: retry?.backoff?.duration, maxDuration: retry?.backoff?.maxDuration }).flatMap(
      ([field, value]): readonly WordProblem[] =>
        value === undefined || value === '' || retryDuration(value) !== undefined
          ? []
          : [
              {
                level: 'error',
                where: `spec.syncPolicy.retry.backoff.${field}`,
                message: `is '${value}', which is not a duration: Argo CD does not try again`,
                hint: "Write it as '5s' or '1m30s'.",
              },
            ],
    ),
    ...(managedNamespaceMetadata !== undefined && !options.includes('CreateNamespace=true')
      ? [
          {
            level: 'warning',
            where: 'spec.syncPolicy.managedNamespaceMetadata',
            message: "has no effect without the sync option 'CreateNamespace=true'",
            hint: "Add 'CreateNamespace=true' to spec.syncPolicy.syncOptions, or remove it.",
          } as const,
        ]
      : []),
    ...(Array.isArray(finalizers) ? finalizers : []).flatMap(finalizerProblem),
    ...(application.spec.ignoreDifferences ?? []).flatMap(pointerProblems),
  ];
}

function finalizerProblem(finalizer: unknown): readonly WordProblem[] {
  if (typeof finalizer !== 'string' || FINALIZERS.includes(finalizer)) return [];
  if (!/argocd|argoproj/.test(finalizer) || !finalizer.includes('finalizer')) return [];
  return [
    {
      level: 'warning',
      where: 'metadata.finalizers',
      message: `has '${finalizer}', which Argo CD does not know: nothing removes it when the Application is deleted`,
      hint: meantWord(finalizer, FINALIZERS),
    },
  ];
}

function pointerProblems(
  { jsonPointers = [] }: { readonly jsonPointers?: readonly string[] },
  index: number,
): readonly WordProblem[] {
  return jsonPointers
    .filter((pointer) => !pointer.startsWith('/'))
    .map((pointer) => ({
      level: 'warning',
      where: `spec.ignoreDifferences[${index}].jsonPointers`,
      message: `has '${pointer}', which does not begin with '/': it ignores nothing`,
      hint: `Write '/${pointer.replaceAll('.', '/')}'.`,
    }));
}
