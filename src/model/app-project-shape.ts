import { DESTINATION_SHAPE } from '../argocd/application/source-shape.js';
import { APP_PROJECT_SHAPE } from '../argocd/project/app-project-shape.js';
import { anything, integer, list, object, openObject, type Shape, text, texts } from '../manifest/shape.js';

const FIELDS: Readonly<Record<string, Shape>> = APP_PROJECT_SHAPE.type === 'object' ? APP_PROJECT_SHAPE.fields : {};

/** Fields of `spec` that synth derives, and that permissions add to. */
export const PERMITTED: readonly string[] = ['sourceRepos', 'destinations', 'clusterResourceWhitelist'];

/** Fields of `spec` that are props. */
export const PROPS: readonly string[] = Object.keys(FIELDS).filter((field) => !PERMITTED.includes(field));

const permission = object(
  {
    reason: text,
    sourceRepos: list(text),
    destinations: list(DESTINATION_SHAPE),
    clusterResourceWhitelist: FIELDS['clusterResourceWhitelist'] ?? anything,
  },
  ['reason'],
);
const policy = object({ resource: text, actions: list(text), objects: list(text), effect: text }, [
  'resource',
  'actions',
]);
const role = object(
  {
    name: text,
    description: text,
    groups: list(text),
    policies: list(policy),
    jwtTokens: list(object({ iat: integer, exp: integer, id: text }, ['iat'])),
  },
  ['name'],
);

/** The props of an AppProject. */
export const APP_PROJECT_PROPS_SHAPE = object({
  ...Object.fromEntries(PROPS.map((field) => [field, FIELDS[field] ?? anything])),
  permissions: list(permission),
  roles: list(role),
  labels: texts,
  annotations: texts,
  metadata: openObject({ finalizers: list(text) }),
  spec: APP_PROJECT_SHAPE,
});
