import type { GitopsError } from '../../errors.js';
import { unreachableHost } from './unreachable-host.js';

/** What `check` looks for. Ids are API: added, never renamed. */
export const CHECK_RULES = {
  'application-cycle': 'Apps of apps deliver each other',
  'dead-patch': 'A patch, image, replica count or replacement of a kustomization selects or changes nothing',
  'duplicate-application': 'Two Argo Applications have one name',
  'duplicate-key': 'A mapping of a manifest has a key twice, and Argo CD takes the last one',
  'duplicate-object': 'An Argo Application generates an object twice',
  'forbidden-destination': 'The AppProject does not permit the cluster and namespace',
  'forbidden-kind': 'The AppProject does not permit the kind of an object',
  'forbidden-namespace': 'The AppProject does not permit the namespace of an object, or that of the Argo Application',
  'forbidden-repository': 'The AppProject does not permit the source repository',
  'ignored-word': 'An annotation, label, option, hook, policy or window has a word that Argo CD passes over',
  'invalid-application': 'An Argo Application cannot be understood',
  'invalid-applicationset': 'An ApplicationSet has a field, generator, template or result that Argo CD refuses',
  'invalid-manifest': 'A manifest cannot be read',
  'invalid-project': 'An AppProject has a field of another type, or a role, policy or sync window that Argo CD refuses',
  'invalid-settings': 'The ConfigMap argocd-cm ignores differences in a way that cannot be understood',
  'invalid-suppression': 'A comment that excepts from a rule has no reason, or names no rule',
  'link-outside': 'A symbolic link leads out of the repository, so that Argo CD refuses every source in it',
  'missing-path': 'A path, chart, value file or component does not exist',
  'needed-later':
    'An app of apps brings an Argo Application in an earlier wave than the AppProject, cluster Secret or Namespace that it needs',
  'no-applications': 'An ApplicationSet makes no Argo Application',
  'no-objects': 'An Argo Application generates nothing',
  'not-brought': 'The root application does not bring a resource of Argo CD',
  'nothing-found': 'Nothing of Argo CD is in the folder',
  'not-expanded': 'An ApplicationSet is not expanded, so that its Argo Applications are not checked',
  'other-clone': 'The url or branch of the Repository is not one of this clone',
  'patch-adds-container': 'A patch brings a container without image, so its name is misspelt',
  'render-failed': 'kustomize, Helm or Jsonnet refuses',
  'two-owners': 'Two Argo Applications own one object on one cluster',
  'unfilled-template': 'A placeholder is in a place where only a value can be meant',
  'unknown-cluster': 'The destination is a cluster that the repository does not have',
  'unknown-field': 'A field that Argo CD does not know',
  'unknown-project': 'The AppProject is not in the repository',
  'unknown-reference': 'A value file names a source by a ref that no source has',
  'unread-text': 'Argo CD does not read a part of a file',
  'unsupported-source': 'A source cannot be rendered here, so that its objects are not checked',
} as const;

/** A rule of `check`. */
export type CheckRule = keyof typeof CHECK_RULES;

/** Where something is wrong. */
export interface FindingPlace {
  /** Relative to the root of the repository. */
  readonly file?: string;
  /** 1-based. */
  readonly line?: number;
  /** The Kubernetes object, such as `Deployment shop/web`. */
  readonly object?: string;
  /** What it is about here, where the places of one cause differ: a chart that was not fetched. */
  readonly detail?: string;
}

/** Something that is wrong, or that could not be checked. */
export interface Finding extends FindingPlace {
  readonly rule: CheckRule;
  readonly level: 'error' | 'warning';
  readonly message: string;
  /** The next action. */
  readonly hint?: string;
  /** Further places with the same cause. Absent: there are none. */
  readonly places?: readonly FindingPlace[];
}

const RULE_OF_CODE: Readonly<Partial<Record<string, CheckRule>>> = {
  ARGOCD_INVALID_APPLICATIONSET: 'invalid-applicationset',
  ARGOCD_INVALID_CUSTOMIZATION: 'invalid-settings',
  RENDER_APPLICATION_CYCLE: 'application-cycle',
  RENDER_APPLICATION_IN_TWO_FOLDERS: 'duplicate-application',
  RENDER_DUPLICATE_APPLICATION: 'duplicate-application',
  RENDER_DUPLICATE_OBJECT: 'duplicate-object',
  RENDER_INVALID_APPLICATION: 'invalid-application',
  RENDER_PATH_MISSING: 'missing-path',
  RENDER_UNSUPPORTED: 'unsupported-source',
  GIT_OBJECT_MISSING: 'unsupported-source',
  GIT_REMOTE_FAILED: 'unsupported-source',
  REGISTRY_FAILED: 'unsupported-source',
  WORKFLOW_OFFLINE: 'unsupported-source',
  WORKFLOW_PROJECT_FORBIDDEN: 'unsupported-source',
  GIT_REVISION_NOT_FOUND: 'missing-path',
  REGISTRY_NOT_FOUND: 'missing-path',
  ARGOCD_INVALID_CLUSTER: 'invalid-manifest',
  ARGOCD_INVALID_PROJECT: 'invalid-project',
  GIT_UNSUPPORTED_FILE: 'invalid-manifest',
  MANIFEST_INVALID_OBJECT: 'invalid-manifest',
  MANIFEST_INVALID_YAML: 'invalid-manifest',
};

/** What reading or rendering complained of. */
export function findingOf(problem: GitopsError): Finding {
  const { code, message, hint, object, source } = problem;
  if (code === 'WORKFLOW_OFFLINE') return notFetched(problem);
  const host = unreachableHost(problem);
  if (host !== undefined) return notReached(problem, host);
  const rule = RULE_OF_CODE[code] ?? 'render-failed';
  return {
    rule,
    level: rule === 'unsupported-source' || code === 'RENDER_APPLICATION_IN_TWO_FOLDERS' ? 'warning' : 'error',
    message,
    ...(source === undefined ? {} : { file: source.file }),
    ...(source?.line === undefined ? {} : { line: source.line }),
    object,
    hint,
  };
}

const NOT_FETCHED = ' is not in the cache, and nothing is fetched with --offline';

/** That sources are not fetched has one cause, whatever the sources. */
function notFetched(problem: GitopsError): Finding {
  const { what, ...place } = placeOf(problem);
  return {
    rule: 'unsupported-source',
    level: 'warning',
    message: `what is in other repositories and registries is not checked: it${NOT_FETCHED}`,
    ...place,
    detail: what.replace(NOT_FETCHED, ''),
    hint: 'Run once without --offline.',
  };
}

/** That a host cannot be reached has one cause, whatever is fetched from it. */
function notReached(problem: GitopsError, host: string): Finding {
  const { what, ...place } = placeOf(problem);
  return {
    rule: 'unsupported-source',
    level: 'warning',
    message: `what is at '${host}' is not checked: it cannot be reached`,
    ...place,
    detail: what,
    hint: 'Check the URL and the way to the server.',
  };
}

/** The place of a source that was not fetched, and the problem without it. */
function placeOf({ message, object, source }: GitopsError): FindingPlace & { readonly what: string } {
  const [, application, what = message] = /^Argo Application '([^']+)': (.+)$/s.exec(message) ?? [];
  return {
    ...(source === undefined ? {} : { file: source.file }),
    object: object ?? (application === undefined ? undefined : `Application ${application}`),
    what,
  };
}
