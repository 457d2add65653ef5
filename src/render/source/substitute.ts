import { projectOf } from '../../argocd/application/project-of.js';
import { environmentName } from './environment-name.js';
import type { SourceContext } from './source-context.js';

const SHORT = 7;
const SHORT_8 = 8;
/** A brace that does not end continues to the end of the text. */
const NAMED = /\$(?:\{([^}]*)(?:\}|$)|([*#$@!?\-0-9]|[A-Za-z_]\w*))/g;
const UNBRACED = /\$(?:\{|([*#$@!?\-0-9]|[A-Za-z_]\w*))/g;

/**
 * Replaces the variables of the build environment in a text, as Argo CD does: `$NAME` and `${NAME}`. `$$` is
 * a dollar, and an unknown variable is empty.
 *
 * @throws GitopsError RENDER_UNSUPPORTED for the name of an Argo Application that is not known
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/build-environment/
 */
export function substitute(text: string, context: SourceContext): string {
  if (!text.includes('$')) return text;
  const { application, source, revision } = context;
  const { spec } = application;
  const environment: Readonly<Record<string, string | undefined>> = {
    $: '$',
    ARGOCD_APP_NAMESPACE: spec.destination.namespace,
    ARGOCD_APP_PROJECT_NAME: projectOf({ spec }),
    ARGOCD_APP_REVISION: revision,
    ARGOCD_APP_REVISION_SHORT: revision.slice(0, SHORT),
    ARGOCD_APP_REVISION_SHORT_8: revision.slice(0, SHORT_8),
    ARGOCD_APP_SOURCE_REPO_URL: source.repoURL,
    ARGOCD_APP_SOURCE_PATH: source.path,
    ARGOCD_APP_SOURCE_TARGET_REVISION: source.targetRevision,
  };
  const inEnvironment = (name: string) => {
    if (name === 'ARGOCD_APP_NAME') return environmentName(context);
    return (Object.hasOwn(environment, name) ? environment[name] : undefined) ?? '';
  };
  return text.replace(NAMED, (all, braced: string | undefined, bare: string | undefined) => {
    if (braced === undefined || all.endsWith('}')) return inEnvironment(braced ?? bare ?? '');
    // As Go does: what opens and does not end is left out, and what follows is read on.
    return braced.replace(UNBRACED, (_, name: string | undefined) => inEnvironment(name ?? ''));
  });
}
