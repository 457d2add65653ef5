import type { Construct } from 'constructs';
import { APPLICATION_SHAPE } from '../argocd/application/application-shape.js';
import { ANNOTATION, LABEL } from '../argocd/labels.js';
import { describeShapeProblem } from '../manifest/describe-shape-problem.js';
import { checkShape, list, object, openObject, partOf, record, text, texts } from '../manifest/shape.js';
import type { ArgoApplicationFields } from './argo-application-fields.js';
import type { ArgoApplicationSettings } from './argo-application-settings.js';
import type { CallSite } from './call-site.js';
import { checkFields } from './check-fields.js';
import { annotationProblems, labelProblems } from './metadata-problems.js';
import { report, sinkOf } from './problem.js';
import { SyncPolicy } from './sync-policy.js';
import { syncPolicyProblems } from './sync-policy-problems.js';
import { SYNC_WAVE } from './sync-wave.js';
import { warningAt } from './warning-at.js';

const SPEC = partOf(APPLICATION_SHAPE);
const FIELDS = object({
  metadata: openObject({ labels: texts, annotations: texts, finalizers: list(text) }),
  spec: SPEC,
  operation: record,
});
/** What synth writes by itself, and the prop that says it. */
const OWN: Readonly<Record<string, string>> = {
  [LABEL.application]: 'the id of the Application',
  [LABEL.environment]: 'the id of the Environment',
  [LABEL.cluster]: 'the id of the Cluster',
  [ANNOTATION.delivery]: "'delivery' of the Environment",
  [ANNOTATION.needs]: "'clusterScopedKinds' and 'otherNamespaces'",
  [ANNOTATION.movedFrom]: 'repository.moved(…)',
  [ANNOTATION.movedTo]: 'repository.moved(…)',
  [SYNC_WAVE]: "'wave'",
};

/**
 * Checks the settings of Argo Applications that a construct gives, and notes the problems.
 *
 * @returns the settings: their fields as plain data, without anything that is not a setting
 */
export function checkArgoSettings(
  scope: Construct,
  {
    settings,
    site,
    path,
  }: { readonly settings: ArgoApplicationSettings; readonly site: CallSite; readonly path: string },
): ArgoApplicationSettings {
  const { argoApplicationName, argoApplicationFolder, labels = {}, annotations = {}, wave } = settings;
  const { syncPolicy, ignoreDifferences, argoApplication } = settings;
  const refuse = (message: string, hint: string) =>
    report(scope, path, { code: 'MODEL_INVALID_VALUE', message, hint, site });
  for (const [prop, value] of Object.entries({ argoApplicationName, argoApplicationFolder }))
    if (value !== undefined && typeof value !== 'function')
      refuse(
        `${prop} is not a function`,
        `Give (place) => …: it gets the ids of Application, Environment and Cluster.`,
      );
  for (const { message, hint } of [...labelProblems(labels, refuseOwn), ...annotationProblems(annotations, refuseOwn)])
    refuse(message, hint);
  if (wave !== undefined && !Number.isSafeInteger(wave))
    refuse(`wave '${wave}' is not a whole number`, 'Give an integer, such as 10 or -1.');
  for (const problem of checkShape({ ignoreDifferences }, SPEC))
    refuse(describeShapeProblem(problem), 'Give a list of { kind, group, jsonPointers, … }.');
  if (syncPolicy !== undefined && !SyncPolicy.is(syncPolicy))
    refuse('syncPolicy is not a SyncPolicy', 'Give SyncPolicy.automated({ … }), .manual({ … }) or .with({ … }).');
  else if (syncPolicy !== undefined) checkPolicy(scope, path, syncPolicy);
  return {
    ...settings,
    ...(typeof argoApplicationName === 'function' ? {} : { argoApplicationName: undefined }),
    ...(typeof argoApplicationFolder === 'function' ? {} : { argoApplicationFolder: undefined }),
    syncPolicy: SyncPolicy.is(syncPolicy) ? syncPolicy : undefined,
    ignoreDifferences: Array.isArray(ignoreDifferences) ? ignoreDifferences : undefined,
    argoApplication:
      argoApplication === undefined
        ? undefined
        : (checkFields(scope, argoApplication, {
            prop: 'argoApplication',
            reader: 'Argo CD 3.2',
            shape: FIELDS,
            site,
            path,
          }) as ArgoApplicationFields), // its types were just checked
  };
}

function refuseOwn(key: string): string | undefined {
  const source = Object.hasOwn(OWN, key) ? OWN[key] : undefined;
  return source === undefined ? undefined : `is written by synth: it comes from ${source}`;
}

/** One policy may be used in many places: its problems are reported once. */
function checkPolicy(scope: Construct, path: string, { _parts: parts, _site: site }: SyncPolicy): void {
  const { problems, warnings } = sinkOf(scope);
  const found = syncPolicyProblems(parts);
  for (const error of found.errors) {
    const message = `syncPolicy: ${error}`;
    if (problems.some((known) => known.message === message && known.source?.line === site.location?.line)) continue;
    report(scope, path, { code: 'MODEL_INVALID_VALUE', message, hint: 'Correct the SyncPolicy.', site });
  }
  for (const warning of found.warnings.map((message) => warningAt(message, site)))
    if (!warnings.includes(warning)) warnings.push(warning);
}
