import { parseObjects } from '../../../src/manifest/yaml.js';
import { blocksOf } from '../../docs/pages.js';

/** A command that a page says to type. */
export interface PageCommand {
  /** Without the comment behind it. */
  readonly text: string;
  /** What the comment says of it; 0 otherwise. */
  readonly exitCode: number;
}

/** The page whose commands are run on a real Argo CD. */
export const ARGOCD_PAGE = 'docs/with-argocd.md';

/**
 * What each command of the page prints when it does what the page says. A command without a row, and a row
 * without a command, are errors: nothing of the page is unchecked.
 */
export const PRINTED: Readonly<Record<string, RegExp>> = {
  'kubectl apply -n argocd -f gitops/root-app.yaml': /application\.argoproj\.io\/root created/,
  'kubectl get applications -n argocd': /^guestbook-dev\s+OutOfSync\s/m,
  'argocd app list': /^argocd\/guestbook-dev\s.*\sOutOfSync\s/m,
  'argocd app diff guestbook-dev': /^===== apps\/Deployment guestbook-dev\/web ======$/m,
  'argocd app sync guestbook-dev': /^Phase:\s+Succeeded$/m,
  'argocd app wait guestbook-dev --health --timeout 300': /^Health Status:\s+Healthy$/m,
  'argocd app get guestbook-dev': /^apps\s+Deployment\s+guestbook-dev\s+web\s+Synced\s+Healthy/m,
  'argocd app history guestbook-dev': /^0\s+\d{4}-/m,
  'kubectl patch configmap argocd-cm -n argocd --type merge --patch-file argocd-cm.yaml':
    /^configmap\/argocd-cm patched$/m,
  'argocd app diff root --refresh': /^===== argoproj\.io\/Application argocd\/guestbook-staging ======$/m,
  'argocd app sync root --prune': /^argoproj\.io\s+Application\s+argocd\s+guestbook-staging\s.*\bPruned\b/m,
  'argocd app get root --refresh': /^Sync Status:\s+Synced/m,
  'kubectl get appprojects -n argocd': /^guestbook\s/m,
  'kubectl get secrets -n argocd -l argocd.argoproj.io/secret-type=cluster': /^cluster-local\s/m,
};

/** The `kubectl` and `argocd` commands in the blocks of a page, in its order. */
export function pageCommands(page: string): readonly PageCommand[] {
  return blocksOf(page)
    .filter(({ language }) => language === 'sh')
    .flatMap(({ code }) => code.split('\n'))
    .filter((line) => /^(?:kubectl|argocd) /.test(line))
    .map((line) => {
      const [text = '', comment = ''] = line.split(/ +# /);
      return { text: text.trimEnd(), exitCode: comment.includes('exit 1') ? 1 : 0 };
    });
}

/** The ConfigMap `argocd-cm` that a page says to save. */
export function pageSettings(page: string): string {
  const blocks = blocksOf(page).filter(({ language }) => language === 'yaml');
  const found = blocks.find(({ code }) =>
    parseObjects(code, page).some(({ metadata }) => metadata.name === 'argocd-cm'),
  );
  if (found === undefined) throw new Error(`${page} has no ConfigMap argocd-cm`);
  return found.code;
}
