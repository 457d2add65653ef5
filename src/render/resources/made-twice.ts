import type { ArgoApplication } from '../../argocd/application/application.js';
import { GitopsError } from '../../errors.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import type { Found } from './argo-resources.js';

/** The error for an Argo Application that two places generate. */
export function madeTwice(known: Found<KubeObject | ArgoApplication>, found: Found<KubeObject>): GitopsError {
  const by = ({ file, origin }: Found<unknown>) =>
    origin === undefined ? `'${file}'` : `${origin.kind} '${origin.name}' in '${file}'`;
  return new GitopsError(
    'RENDER_DUPLICATE_APPLICATION',
    `Argo Application '${found.resource.metadata.name}' comes from ${by(known)} and from ${by(found)}`,
    {
      source: { file: found.file },
      object: `Application ${found.resource.metadata.name}`,
      hint: 'Rename or remove one of them.',
    },
  );
}
