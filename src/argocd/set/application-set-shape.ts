import {
  anything,
  boolean,
  choice,
  integer,
  list,
  object,
  openObject,
  record,
  type Shape,
  text,
  texts,
} from '../../manifest/shape.js';
import { DESTINATION_SHAPE, SYNC_POLICY_SHAPE, TEMPLATE_SOURCE_SHAPE } from '../application/source-shape.js';

const template = object(
  {
    metadata: object({ name: text, namespace: text, labels: texts, annotations: texts, finalizers: list(text) }),
    spec: openObject(
      {
        project: text,
        source: TEMPLATE_SOURCE_SHAPE,
        sources: list(TEMPLATE_SOURCE_SHAPE),
        destination: DESTINATION_SHAPE,
        syncPolicy: SYNC_POLICY_SHAPE,
        ignoreDifferences: list(record),
        info: list(record),
        revisionHistoryLimit: integer,
      },
      ['destination', 'project'],
    ),
  },
  ['metadata', 'spec'],
);

const selector = object({
  matchLabels: texts,
  matchExpressions: list(object({ key: text, operator: text, values: list(text) }, ['key', 'operator'])),
});
const paths = list(object({ path: text, exclude: boolean }, ['path']));
const common = { requeueAfterSeconds: integer, template, values: texts };

/** The fields of a provider are not checked, because no provider is asked here. */
const scmProvider = object({
  ...named('github', 'gitlab', 'bitbucket', 'bitbucketServer', 'gitea', 'azureDevOps', 'awsCodeCommit'),
  filters: list(record),
  cloneProtocol: text,
  ...common,
});
const pullRequest = object({
  ...named('github', 'gitlab', 'gitea', 'bitbucketServer', 'bitbucket', 'azuredevops'),
  filters: list(record),
  continueOnRepoNotFoundError: boolean,
  ...common,
});

const terminal = {
  list: object({ elements: list(record), elementsYaml: text, template }),
  clusters: object({ selector, values: texts, flatList: boolean, template }),
  git: object({ repoURL: text, revision: text, directories: paths, files: paths, pathParamPrefix: text, ...common }, [
    'repoURL',
    'revision',
  ]),
  scmProvider,
  clusterDecisionResource: object({ configMapRef: text, name: text, labelSelector: selector, ...common }, [
    'configMapRef',
  ]),
  pullRequest,
  plugin: object({ configMapRef: object({ name: text }, ['name']), input: object({ parameters: record }), ...common }, [
    'configMapRef',
  ]),
  selector,
};
const nested = withCombinations(object(terminal));
const topLevel = withCombinations(nested);

/**
 * The fields of an ApplicationSet as Argo CD's CustomResourceDefinition has them, matrix and merge two levels
 * deep. Of the template only the types are checked, so that newer fields of Applications pass.
 *
 * @see https://github.com/argoproj/argo-cd/blob/v3.2.11/manifests/crds/applicationset-crd.yaml
 */
export const APPLICATION_SET_SHAPE = openObject(
  {
    spec: object(
      {
        generators: list(topLevel),
        template,
        goTemplate: boolean,
        goTemplateOptions: list(text),
        templatePatch: text,
        strategy: object({
          type: text,
          deletionOrder: text,
          rollingSync: object({
            steps: list(
              object({
                matchExpressions: list(object({ key: text, operator: text, values: list(text) })),
                maxUpdate: anything,
              }),
            ),
          }),
        }),
        preservedFields: object({ annotations: list(text), labels: list(text) }),
        ignoreApplicationDifferences: list(
          object({ name: text, jsonPointers: list(text), jqPathExpressions: list(text) }),
        ),
        syncPolicy: object({
          preserveResourcesOnDeletion: boolean,
          applicationsSync: choice('create-only', 'create-update', 'create-delete', 'sync'),
        }),
        applyNestedSelectors: boolean,
      },
      ['generators', 'template'],
    ),
  },
  ['spec'],
);

function withCombinations<T>(inner: Shape<T>) {
  return object({
    ...terminal,
    matrix: object({ generators: list(inner), template }, ['generators']),
    merge: object({ generators: list(inner), mergeKeys: list(text), template }, ['generators', 'mergeKeys']),
  });
}

function named<const Name extends string>(...names: readonly Name[]): Readonly<Record<Name, typeof record>> {
  return Object.fromEntries(names.map((name) => [name, record])) as Record<Name, typeof record>;
}
