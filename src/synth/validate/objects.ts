import { GitopsError, type KnownErrorCode } from '../../errors.js';
import { describeObject, groupOf, identityOf, keyOf } from '../../manifest/identity.js';
import { isRecord, type KubeObject } from '../../manifest/kube-object.js';
import { Application } from '../../model/application.js';
import type { BuiltObject } from '../../model/build.js';
import {
  refuseLabelName,
  refuseLabelValue,
  refusePathSegment,
  refuseQualifiedName,
  refuseSubdomainName,
} from '../../model/name-rules.js';
import type { Scopes } from '../scope.js';
import type { CollectedApplication } from '../target.js';

/** What is wrong with single objects of a base and its overlays, each said once. */
export function validateObjects(
  { application, base, targets }: CollectedApplication,
  scopes: Scopes,
): readonly GitopsError[] {
  const problems = new Map<string, GitopsError>();
  const { allowSecrets = [] } = Application.is(application) ? application._settings : {};
  const builds = new Map([
    [base, application.node.path],
    ...targets.map(({ build, overlay }) => [build, overlay.node.path] as const),
  ]);
  for (const [build, where] of builds) {
    const seen = new Map<string, BuiltObject>();
    for (const built of build.objects) {
      const findings = [...duplicate(built, seen), ...faults(built.object, allowSecrets, scopes)];
      for (const { code, message, hint } of findings) {
        if (problems.has(message)) continue;
        const context = {
          hint,
          constructPath: `${where}/${built.path.split('/').slice(1).join('/')}`.replace(/\/$/, ''),
          object: describeObject(built.object),
        };
        problems.set(message, new GitopsError(code, message, { ...context, source: application._site.location }));
      }
    }
  }
  return [...problems.values()];
}

interface Finding {
  readonly code: KnownErrorCode;
  readonly message: string;
  readonly hint: string;
}

function duplicate(built: BuiltObject, seen: Map<string, BuiltObject>): readonly Finding[] {
  const key = keyOf(built.object);
  const earlier = seen.get(key);
  seen.set(key, built);
  if (!earlier) return [];
  return [
    {
      code: 'SYNTH_DUPLICATE_OBJECT',
      message: `${describeObject(built.object)} is made twice, by '${earlier.path}' and '${built.path}'`,
      hint: 'Give one of them another name or namespace.',
    },
  ];
}

function faults(object: KubeObject, allowSecrets: readonly string[], scopes: Scopes): readonly Finding[] {
  const { metadata } = object;
  if (typeof metadata.name !== 'string' || metadata.name === '') return [withoutName(object)];
  return [
    ...nameFaults(object),
    ...namespaceFaults(object, scopes),
    ...labelFaults(object),
    ...secretFaults(object, allowSecrets),
  ];
}

/** kustomize refuses generateName, so Argo CD would too. */
function withoutName(object: KubeObject): Finding {
  const hook = Object.keys(object.metadata.annotations ?? {}).some((key) => key.endsWith('/hook'));
  return {
    code: 'SYNTH_GENERATE_NAME',
    message: `${object.kind} '${object.metadata.generateName ?? ''}' has no name`,
    hint: hook
      ? 'Give the hook a name and the annotation argocd.argoproj.io/hook-delete-policy: BeforeHookCreation.'
      : 'Give it metadata.name; generateName makes a new object at every sync.',
  };
}

/** Longest names where the API server, or a controller behind it, allows less than 253 characters. */
const LABEL_NAMES: Readonly<Record<string, number>> = {
  '/Namespace': 63,
  '/Service': 63,
  'apps/StatefulSet': 63,
  'batch/CronJob': 52,
  'batch/Job': 63,
};

function nameFaults(object: KubeObject): readonly Finding[] {
  const { name } = object.metadata;
  const group = groupOf(object.apiVersion);
  const kind = `${group}/${object.kind}`;
  const longest = LABEL_NAMES[kind];
  const isLoose = group === 'rbac.authorization.k8s.io' || group.includes('.');
  const refuseName = isLoose ? refusePathSegment : refuseSubdomainName;
  const refusal =
    longest !== undefined && kind !== 'apps/StatefulSet' ? labelOrLength(name, longest) : refuseName(name);
  if (refusal === undefined) return [];
  const code = refusal.startsWith('has ') ? 'SYNTH_NAME_TOO_LONG' : 'SYNTH_INVALID_OBJECT';
  return [{ code, message: `name '${name}' of ${object.kind} ${refusal}`, hint: 'Give it another name.' }];
}

function labelOrLength(name: string, longest: number): string | undefined {
  return longest === 52 || longest === 63 ? refuseLabelName(name, longest) : refuseSubdomainName(name);
}

function namespaceFaults(object: KubeObject, scopes: Scopes): readonly Finding[] {
  const { namespace } = object.metadata;
  if (namespace === undefined) return [];
  if (scopes.isClusterScoped(identityOf(object))) {
    return [
      {
        code: 'SYNTH_INVALID_OBJECT',
        message: `${object.kind} '${object.metadata.name}' is cluster-scoped but names the namespace '${namespace}'`,
        hint: 'Leave the namespace out; a Chart with a namespace gives it to every object in it.',
      },
    ];
  }
  const refusal = refuseLabelName(namespace);
  if (refusal === undefined) return [];
  return [
    {
      code: 'SYNTH_INVALID_OBJECT',
      message: `namespace '${namespace}' of ${object.kind} '${object.metadata.name}' ${refusal}`,
      hint: 'Give the name of a namespace.',
    },
  ];
}

function labelFaults(object: KubeObject): readonly Finding[] {
  const { labels = {}, annotations = {} } = object.metadata;
  const found = [
    ...Object.entries(labels).flatMap(([key, value]) =>
      said(`label '${key}: ${value}'`, refuseQualifiedName(key) ?? refuseLabelValue(value)),
    ),
    ...Object.keys(annotations).flatMap((key) => said(`annotation '${key}'`, refuseQualifiedName(key))),
  ];
  return found.map((fault) => ({
    code: 'SYNTH_INVALID_OBJECT',
    message: `${fault} (${describeObject(object)})`,
    hint: 'Correct it: Kubernetes refuses it.',
  }));
}

function said(what: string, refusal: string | undefined): readonly string[] {
  return refusal === undefined ? [] : [`${what} ${refusal}`];
}

function secretFaults(object: KubeObject, allowSecrets: readonly string[]): readonly Finding[] {
  if (object.kind !== 'Secret' || object.apiVersion !== 'v1' || allowSecrets.includes(object.metadata.name)) return [];
  const filled = ['data', 'stringData'].some(
    (field) => isRecord(object[field]) && Object.keys(object[field]).length > 0,
  );
  if (!filled) return [];
  return [
    {
      code: 'SYNTH_SECRET',
      message: `Secret '${object.metadata.name}' has data, which would be in Git`,
      hint: `Use an ExternalSecret or SealedSecret; if the data is not secret, allow it: allowSecrets: ['${object.metadata.name}'].`,
    },
  ];
}
