import type { Construct } from 'constructs';
import { describeWord } from '../argocd/describe-word.js';
import { APP_PROJECT_SHAPE } from '../argocd/project/app-project-shape.js';
import { projectWords } from '../argocd/project/project-words.js';
import { metadataWords } from '../argocd/sync/metadata-words.js';
import { checkShape, list, object, openObject, text, texts } from '../manifest/shape.js';
import type { AppProjectProps } from './app-project-props.js';
import type { CallSite } from './call-site.js';
import { checkFields } from './check-fields.js';
import { labelProblems } from './metadata-problems.js';
import { refuseQualifiedName } from './name-rules.js';
import { report, sinkOf } from './problem.js';
import { SYNC_WAVE } from './sync-wave.js';
import { warningAt } from './warning-at.js';

/** What synth derives or a prop says, and what to give instead. */
const OWN: Readonly<Record<'spec' | 'metadata', readonly string[]>> = {
  spec: [
    'description',
    'sourceRepos',
    'destinations',
    'clusterResourceWhitelist',
    'clusterResourceBlacklist',
    'namespaceResourceWhitelist',
    'namespaceResourceBlacklist',
  ],
  metadata: ['name', 'namespace', 'labels', 'annotations'],
};
const ID: readonly string[] = ['name', 'namespace'];
const OWN_ANNOTATIONS: readonly string[] = [SYNC_WAVE, 'cdk8s-gitops.io/kept-once'];
const SHAPE = object({
  labels: texts,
  annotations: texts,
  metadata: openObject({ finalizers: list(text) }),
  ...(APP_PROJECT_SHAPE.type === 'object' ? APP_PROJECT_SHAPE.fields : {}),
  spec: APP_PROJECT_SHAPE,
});

/**
 * Notes what is wrong with the props of an AppProject.
 *
 * @returns them as plain data
 */
export function checkAppProject(project: Construct, site: CallSite, props: AppProjectProps): AppProjectProps {
  const { path } = project.node;
  const refuse = (message: string, hint: string) =>
    report(project, path, { code: 'MODEL_INVALID_VALUE', message, hint, site });
  const place = { prop: 'AppProject', judge: 'Argo CD 3.2', shape: SHAPE, site, path };
  const checked = checkFields(project, props, place) as AppProjectProps; // its types were just checked
  for (const [part, fields] of Object.entries(OWN)) {
    const given = checked[part as keyof typeof OWN];
    for (const field of fields.filter((one) => given?.[one] !== undefined))
      refuse(
        `AppProject sets '${part}.${field}', which synth writes itself`,
        part === 'metadata' && ID.includes(field)
          ? 'Leave it out: it comes from the id and from the Repository.'
          : `Give it as '${field}' of the AppProject.`,
      );
  }
  for (const { message, hint } of labelProblems(checked.labels ?? {})) refuse(message, hint);
  for (const key of Object.keys(checked.annotations ?? {})) {
    const wrong = OWN_ANNOTATIONS.includes(key) ? 'is written by synth' : refuseQualifiedName(key);
    if (wrong) refuse(`annotation '${key}' ${wrong}`, 'Correct the annotation.');
  }
  // Of what has another type nothing is known.
  const words = checkShape(checked.spec ?? {}, APP_PROJECT_SHAPE).length > 0 ? [] : wordsOf(project.node.id, checked);
  for (const problem of words) {
    const { where, message, hint, level } = problem;
    if (level === 'error') refuse(`AppProject: ${where} ${message}`, hint);
    else sinkOf(project).warnings.push(warningAt(describeWord(problem, `the AppProject '${project.node.id}'`), site));
  }
  return checked;
}

function wordsOf(name: string, { labels, annotations, spec, sourceRepos, destinations }: AppProjectProps) {
  const metadata = { name, labels, annotations };
  return [
    ...projectWords({ metadata, spec: { ...spec, sourceRepos: sourceRepos ?? [], destinations: destinations ?? [] } }),
    ...metadataWords({ kind: 'AppProject', metadata }),
  ];
}
