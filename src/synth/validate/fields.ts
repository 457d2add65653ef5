import type { ArgoApplication } from '../../argocd/application/application.js';
import { GitopsError, type SourceLocation } from '../../errors.js';
import { isRecord } from '../../manifest/kube-object.js';
import type { ArgoApplicationFields } from '../../model/argo-application-fields.js';
import type { Repository } from '../../model/repository.js';
import { addFields } from '../layout/add-fields.js';
import { givenFields, yields } from '../layout/argo-application.js';
import { ownArgoApplication } from '../layout/own-argo-application.js';
import { ownRootApplication } from '../layout/own-root-application.js';
import { ROOT_YIELDS } from '../layout/root-application.js';
import type { Target } from '../target.js';

/** The prop that says a field of an Argo Application; the first that fits. */
const PROPS: readonly (readonly [field: string, prop: string])[] = [
  ['metadata.name', "'argoApplicationName'"],
  ['metadata.namespace', "'argocdNamespace' of the Repository"],
  ['metadata.labels', "'labels'"],
  ['metadata.annotations', "'annotations' or 'wave'"],
  ['metadata.finalizers', "'deletion'; with 'orphan' the finalizers are yours"],
  ['spec.project', "'project' of the Application"],
  ['spec.destination', 'the clusters of the Environment and the namespace'],
  ['spec.source.repoURL', "'url' of the Repository"],
  ['spec.source.path', "'output' of the Repository"],
  ['spec.source.targetRevision', "the 'revision' in the pins file"],
  ['spec.syncPolicy', "'syncPolicy'"],
  ['spec.ignoreDifferences', "'ignoreDifferences'"],
];
/** With one of these Argo CD would pass over the source that is the overlay. */
const OTHER_SOURCES = ['sources', 'sourceHydrator'];
/** A source has one of them. */
const TYPES = ['helm', 'kustomize', 'directory', 'plugin'] as const;

/** Fields of Argo Applications that contradict what the props say, each once, at the line that gives them. */
export function validateFields(repository: Repository, targets: readonly Target[]): readonly GitopsError[] {
  const problems = new Map<string, GitopsError>();
  for (const target of targets) {
    const giving = target.levels.filter(({ settings }) => settings.argoApplication !== undefined);
    if (giving.length === 0) continue;
    const own = ownArgoApplication(repository, target);
    for (const { settings, site, path } of giving) {
      const fields = givenFields(settings.argoApplication ?? {}, target);
      const others = unreadSources(own, fields);
      for (const field of [
        ...addFields(own, fields, yields(target)).conflicts,
        ...others.map((one) => `spec.${one}`),
      ]) {
        const key = `${path}\0${field}`;
        if (!problems.has(key)) problems.set(key, contradiction(field, path, site.location, target));
      }
    }
  }
  return [...problems.values(), ...contradictionsOfRoot(repository)];
}

function contradictionsOfRoot(repository: Repository): readonly GitopsError[] {
  const { _rootApplication: root } = repository;
  if (root === undefined) return [];
  const { settings, site, path } = root.level;
  const { conflicts } = addFields(ownRootApplication(repository, root), settings.argoApplication ?? {}, ROOT_YIELDS);
  return conflicts.map((field) => contradiction(field, path, site.location));
}

/**
 * Sources, and types of a source, that Argo CD would pass over or refuse because of the one that is written.
 */
function unreadSources(own: ArgoApplication, { spec }: ArgoApplicationFields): readonly string[] {
  if (!isRecord(spec)) return [];
  const source = isRecord(spec.source) ? spec.source : {};
  if (own.spec.source === undefined && Object.keys(source).length > 0) return ['source'];
  const written = TYPES.find((type) => own.spec.source?.[type] !== undefined);
  return [
    ...OTHER_SOURCES.filter((field) => own.spec[field] === undefined && spec[field] !== undefined),
    ...TYPES.filter((type) => written !== undefined && type !== written && source[type] !== undefined).map(
      (type) => `source.${type}`,
    ),
  ];
}

function contradiction(
  field: string,
  constructPath: string,
  source: SourceLocation | undefined,
  target?: Target,
): GitopsError {
  const isOfSource = target?.source !== undefined && /^spec\.sources?(?:\.|$)/.test(field);
  const prop = isOfSource
    ? 'the props of the Application'
    : PROPS.find(([start]) => field === start || field.startsWith(`${start}.`))?.[1];
  return new GitopsError(
    'MODEL_INVALID_VALUE',
    `argoApplication sets '${field}', which synth writes itself with another value`,
    {
      constructPath,
      source,
      hint: `Leave it out${prop === undefined ? '; an overlay is one source, spec.source' : `: it comes from ${prop}`}.`,
    },
  );
}
