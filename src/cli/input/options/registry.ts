import { declareOptions } from '../../command/declare-options.js';

/** For commands that ask no cluster but that of Argo CD, when the access file names it. */
export const registryOptions = declareOptions('access', {
  access: {
    flags: '--access <file>',
    help: "YAML that says with 'argocd' whose cluster Secrets are the clusters that are not in Git",
  },
  kubeconfig: {
    flags: '--kubeconfig <file>',
    help: 'kubeconfig with the context of that Argo CD (default: KUBECONFIG, then ~/.kube/config)',
  },
});
