import { instanceName } from '../../argocd/application/instance-name.js';
import { GitopsError } from '../../errors.js';
import type { SourceContext } from './source-context.js';

/**
 * The name of an Argo Application in its build environment and in the name of its file of overrides.
 *
 * @throws GitopsError RENDER_UNSUPPORTED when it depends on where Argo CD runs, and that is not known
 */
export function environmentName({
  application,
  file,
  controlNamespace,
}: Pick<SourceContext, 'application' | 'controlNamespace' | 'file'>): string {
  const { metadata } = application;
  if (controlNamespace !== undefined || !metadata.namespace) return instanceName(metadata, controlNamespace);
  throw new GitopsError(
    'RENDER_UNSUPPORTED',
    `Argo Application '${metadata.name}' uses its name in Argo CD, which is '${metadata.name}' or '${instanceName(metadata, undefined)}': the namespace that Argo CD runs in is not known`,
    { source: { file }, hint: 'Give the ConfigMap argocd-cm with its namespace: --argocd-settings FILE.' },
  );
}
