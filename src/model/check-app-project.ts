import type { Construct } from 'constructs';
import { describeWord } from '../argocd/describe-word.js';
import { ANNOTATION } from '../argocd/labels.js';
import { projectWords } from '../argocd/project/project-words.js';
import { metadataWords } from '../argocd/sync/metadata-words.js';
import { checkShape } from '../manifest/shape.js';
import type { AppProjectProps } from './app-project-props.js';
import { APP_PROJECT_PROPS_SHAPE, PERMITTED, PROPS } from './app-project-shape.js';
import type { CallSite } from './call-site.js';
import { checkFields } from './check-fields.js';
import { labelProblems } from './metadata-problems.js';
import { refuseQualifiedName } from './name-rules.js';
import { report, sinkOf } from './problem.js';
import type { ProjectPermission } from './project-permission.js';
import { projectSpec } from './project-spec.js';
import { SYNC_WAVE } from './sync-wave.js';
import { warningAt } from './warning-at.js';

interface Problem {
  readonly message: string;
  readonly hint: string;
}

const ID: readonly string[] = ['name', 'namespace'];
const OWN_METADATA: readonly string[] = [...ID, 'labels', 'annotations'];
const OWN_ANNOTATIONS: readonly string[] = [SYNC_WAVE, ANNOTATION.keptOnce, ANNOTATION.permissions];

/**
 * Notes what is wrong with the props of an AppProject.
 *
 * @returns them as plain data
 */
export function checkAppProject(project: Construct, site: CallSite, props: AppProjectProps): AppProjectProps {
  const { path } = project.node;
  const refuse = ({ message, hint }: Problem) =>
    report(project, path, { code: 'MODEL_INVALID_VALUE', message, hint, site });
  const place = { prop: 'AppProject', reader: 'Argo CD 3.2', shape: APP_PROJECT_PROPS_SHAPE, site, path };
  const checked = checkFields(project, props, place) as AppProjectProps; // its types were just checked
  const problems = [...derivedFields(checked), ...labelProblems(checked.labels ?? {}), ...ownAnnotations(checked)];
  for (const problem of problems) refuse(problem);
  // Of what has another type nothing is known.
  if (checkShape(checked, APP_PROJECT_PROPS_SHAPE).length > 0) return checked;
  for (const problem of (checked.permissions ?? []).flatMap(permissionProblems)) refuse(problem);
  for (const problem of wordsOf(project.node.id, checked)) {
    const { where, message, hint, level } = problem;
    if (level === 'error') refuse({ message: `AppProject: ${where} ${message}`, hint });
    else sinkOf(project).warnings.push(warningAt(describeWord(problem, `the AppProject '${project.node.id}'`), site));
  }
  return checked;
}

/** What synth derives or writes from another prop. */
function derivedFields(props: AppProjectProps): readonly Problem[] {
  const { spec = {}, metadata = {} } = props;
  const withReason = (field: string) => `Give it as '${field}' of one of the 'permissions', with a reason.`;
  return [
    ...PERMITTED.filter((field) => field in props).map((field) => ({
      message: `AppProject sets '${field}' without a reason`,
      hint: withReason(field),
    })),
    ...[...PROPS, ...PERMITTED]
      .filter((field) => spec[field] !== undefined)
      .map((field) => ({
        message: `AppProject sets 'spec.${field}', which synth writes itself`,
        hint: PERMITTED.includes(field) ? withReason(field) : `Give it as '${field}' of the AppProject.`,
      })),
    ...OWN_METADATA.filter((field) => metadata[field] !== undefined).map((field) => ({
      message: `AppProject sets 'metadata.${field}', which synth writes itself`,
      hint: ID.includes(field)
        ? 'Leave it out: it comes from the id and from the Repository.'
        : `Give it as '${field}' of the AppProject.`,
    })),
  ];
}

function ownAnnotations({ annotations = {} }: AppProjectProps): readonly Problem[] {
  return Object.keys(annotations).flatMap((key) => {
    const wrong = OWN_ANNOTATIONS.includes(key) ? 'is written by synth' : refuseQualifiedName(key);
    return wrong ? [{ message: `annotation '${key}' ${wrong}`, hint: 'Correct the annotation.' }] : [];
  });
}

function permissionProblems({ reason, ...permission }: ProjectPermission, index: number): readonly Problem[] {
  const where = `AppProject.permissions[${index}]`;
  const isNothing = Object.values(permission).every((list) => list.length === 0);
  const isReason = reason.trim() !== '' && !/[\r\n]/.test(reason);
  return [
    ...(isReason
      ? []
      : [{ message: `${where}.reason '${reason}' is not a line of text`, hint: 'Say why it is needed, in one line.' }]),
    ...(isNothing
      ? [{ message: `${where} permits nothing`, hint: `Give ${PERMITTED.join(', ')}, or remove it.` }]
      : []),
  ];
}

function wordsOf(name: string, props: AppProjectProps) {
  const { labels, annotations, permissions = [] } = props;
  const metadata = { name, labels, annotations };
  const permitted = {
    sourceRepos: permissions.flatMap(({ sourceRepos = [] }) => sourceRepos),
    destinations: permissions.flatMap(({ destinations = [] }) => destinations),
  };
  return [
    ...projectWords({ metadata, spec: { ...projectSpec(name, props), ...permitted } }),
    ...metadataWords({ kind: 'AppProject', metadata }),
  ];
}
