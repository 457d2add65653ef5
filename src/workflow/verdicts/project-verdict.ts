import type { ArgoApplication } from '../../argocd/application/application.js';
import { projectOf } from '../../argocd/application/project-of.js';
import type { ClusterSecret } from '../../argocd/clusters/cluster-secret.js';
import { describeWord } from '../../argocd/describe-word.js';
import type { ArgoAppProject } from '../../argocd/project/app-project.js';
import { impersonatedUser, isImpersonationEnabled } from '../../argocd/project/impersonation.js';
import { forbiddenPart, type PlacedDestination, type ProjectRules } from '../../argocd/project/project-rules.js';
import { projectWords } from '../../argocd/project/project-words.js';
import { applicationWords } from '../../argocd/sync/application-words.js';
import { metadataWords } from '../../argocd/sync/metadata-words.js';
import { decideWindows, type WindowDecision } from '../../argocd/sync/sync-windows.js';
import type { WordProblem } from '../../argocd/word-problem.js';
import type { DesiredApplication } from '../../cluster/objects/desired.js';
import { GitopsError } from '../../errors.js';
import type { ArgoResources, Found } from '../../render/resources/argo-resources.js';
import { controlNamespaces } from '../../render/resources/control-namespaces.js';
import { findProject } from '../../render/resources/find-project.js';
import { checkDestination } from './check-destination.js';
import type { Finding } from './finding.js';
import { placedDestination } from './placed-destination.js';
import { projectWindows } from './project-windows.js';

/** What the AppProject of an Argo Application says of syncing it, before any cluster is asked. */
export interface ProjectVerdict {
  /**
   * Why it may not be synced: an unknown project, a source, cluster or namespace that is not permitted, no
   * account to impersonate, a window that cannot be read.
   */
  readonly problems: readonly GitopsError[];
  /** Words in it and in its AppProject that Argo CD ignores or would refuse to save. */
  readonly words: readonly string[];
  /** Why nothing can be said of its AppProject: Git has no AppProject at all, they are kept elsewhere. */
  readonly unknown?: string;
  /** What the sync windows say; absent when they cannot be read. */
  readonly window?: WindowDecision;
  /** What binds its objects. */
  readonly permissions: Pick<DesiredApplication, 'project' | 'impersonate'>;
}

export interface ProjectVerdictOptions {
  readonly cluster: ClusterSecret;
  readonly now: Date;
  /** Whether to sync as the project's service account. Default: as the repository's `argocd-cm` says. */
  readonly impersonate?: boolean;
}

/**
 * Pure. A project that Git does not have is a problem only where Git has others: a repository without any
 * keeps them elsewhere. The project `default` permits everything where Git does not have it, as Argo CD makes
 * it.
 */
export function projectVerdict(
  found: Found<ArgoApplication>,
  resources: ArgoResources,
  options: ProjectVerdictOptions,
): ProjectVerdict {
  const { resource, file } = found;
  const { cluster, now, impersonate = isImpersonationEnabled(resources.settings?.resource) } = options;
  const { rules, findings } = checkDestination(found, resources);
  const name = projectOf(resource);
  const project = findProject(resource, resources);
  const windows = projectWindows(resource, resources);
  const elsewhere = findings.find(({ rule, level }) => rule === 'unknown-project' && level === 'warning');
  const problems = findings
    .filter((finding) => finding.rule !== 'unknown-cluster' && finding !== elsewhere)
    .map((finding) => problemOf(finding, file));
  const window = attempt(problems, () => decideWindows(windows, resource, now), resource, file);
  const user = impersonate
    ? userOf(project, found, { cluster, controlNamespace: controlNamespaces(resources)(resource.metadata) }, problems)
    : undefined;
  return {
    problems,
    words: wordsOf(resource, project),
    ...(elsewhere === undefined ? {} : { unknown: elsewhere.message }),
    window,
    permissions: {
      ...(rules === undefined
        ? {}
        : { project: { name, permits: permits(rules, placedDestination(resource, cluster)) } }),
      impersonate: user,
    },
  };
}

/** Without those that are problems: what makes a window or a retry impossible. */
function wordsOf(application: ArgoApplication, project: ArgoAppProject | undefined): readonly string[] {
  const { name } = application.metadata;
  const own = [...applicationWords(application), ...metadataWords(application)];
  const ofProject = project === undefined ? [] : [...projectWords(project), ...metadataWords(project)];
  const isProblem = ({ where }: WordProblem) => /\.(schedule|duration|maxDuration)$/.test(where);
  return [
    ...own.filter((word) => !isProblem(word)).map((word) => describeWord(word, `Argo Application '${name}'`)),
    ...ofProject
      .filter((word) => !isProblem(word))
      .map((word) => describeWord(word, `AppProject '${projectOf(application)}'`)),
  ];
}

function permits(
  rules: ProjectRules,
  destination: PlacedDestination,
): NonNullable<DesiredApplication['project']>['permits'] {
  return (object) => forbiddenPart(rules, object, destination) === undefined;
}

function userOf(
  project: ArgoAppProject | undefined,
  { resource, file }: Found<ArgoApplication>,
  {
    cluster: { name, server = '' },
    controlNamespace,
  }: { readonly cluster: ClusterSecret; readonly controlNamespace: string | undefined },
  problems: GitopsError[],
): string | undefined {
  const found = impersonatedUser(project, resource, server, controlNamespace);
  if (found.problem === undefined) return found.user;
  const { metadata, spec } = resource;
  problems.push(
    new GitopsError(
      'WORKFLOW_IMPERSONATION_MISSING',
      `the AppProject '${projectOf({ spec })}' has no service account for '${metadata.name}' on '${name}': ${found.problem}`,
      {
        object: `Application ${metadata.name}`,
        source: { file },
        hint: 'Add one to spec.destinationServiceAccounts of the AppProject, or sync with --no-impersonate.',
      },
    ),
  );
  return undefined;
}

function problemOf({ rule, message, hint, object }: Finding, file: string): GitopsError {
  const code = rule === 'unknown-project' ? 'WORKFLOW_PROJECT_UNKNOWN' : 'WORKFLOW_PROJECT_FORBIDDEN';
  return new GitopsError(code, message, {
    hint,
    object,
    source: { file },
  });
}

function attempt(
  problems: GitopsError[],
  work: () => WindowDecision,
  { metadata }: ArgoApplication,
  file: string,
): WindowDecision | undefined {
  try {
    return work();
  } catch (error) {
    if (!GitopsError.is(error)) throw error;
    problems.push(
      error.with(({ message }) => ({
        message: `'${metadata.name}': ${message}`,
        object: `Application ${metadata.name}`,
        source: { file },
      })),
    );
    return undefined;
  }
}
