import type { ArgoApplication } from '../../argocd/application/application.js';
import { APPLICATION_SHAPE } from '../../argocd/application/application-shape.js';
import type { GitopsError } from '../../errors.js';
import { deepEqual } from '../../manifest/equality.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import { readShape } from '../../manifest/shape.js';
import { applicationCycle } from './application-cycle.js';
import type { Found } from './argo-resources.js';

/**
 * The error for an app of apps that generates a resource of a level above it in another form. Undefined when
 * both are the same. Pure.
 *
 * @param above the resource as the level above has it
 */
export function changedAbove(
  above: ArgoApplication | undefined,
  resource: KubeObject,
  { resource: { metadata }, file }: Found<ArgoApplication>,
): GitopsError | undefined {
  if (above === undefined || deepEqual(above.spec, readShape(resource['spec'], APPLICATION_SHAPE).value))
    return undefined;
  return applicationCycle(
    `Argo Application '${metadata.name}' generates '${resource.metadata.name}', which generates it in another form`,
    { resource, file },
    'Remove one of the two definitions.',
  );
}
