import { GitopsError } from '../../errors.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import type { Found } from './argo-resources.js';

type Named = Pick<KubeObject, 'kind' | 'metadata'>;

/** The error for an Argo CD resource, such as an Argo Application, that two places hold or generate. */
export function madeTwice(known: Found<Named>, found: Found<Named>): GitopsError {
  const by = ({ file, origin }: Found<unknown>) =>
    origin === undefined ? `'${file}'` : `${origin.kind} '${origin.name}' in '${file}'`;
  const { kind, metadata } = found.resource;
  return new GitopsError(
    'RENDER_DUPLICATE_APPLICATION',
    `${SUBJECTS[kind] ?? kind} '${metadata.name}' comes from ${by(known)} and from ${by(found)}`,
    {
      source: { file: found.file },
      object: `${kind} ${metadata.name}`,
      hint: 'Rename or remove one of them: Argo CD keeps the one that it applies last.',
    },
  );
}

const SUBJECTS: Readonly<Record<string, string>> = { Application: 'Argo Application', Secret: 'cluster Secret' };
