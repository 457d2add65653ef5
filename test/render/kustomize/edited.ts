import { FileSet } from '../../../src/files/file-set.js';
import { editKustomization } from '../../../src/render/kustomize/edit-kustomization.js';

/** The text of `kustomization.yaml` after the options of a source edited it, beside other files of its folder. */
export function edited(
  options: Readonly<Record<string, unknown>>,
  kustomization: string,
  others: Readonly<Record<string, string>>,
): string {
  const inApp = Object.entries(others).map(([path, text]) => [`app/${path}`, text] as const);
  const files = editKustomization({
    application: {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      metadata: { name: 'web' },
      spec: { project: 'default', destination: {} },
    },
    file: 'web.yaml',
    source: { repoURL: '', kustomize: options },
    path: 'app',
    tree: { files: FileSet.of([['app/kustomization.yaml', kustomization], ...inApp]) },
    revision: 'HEAD',
    references: new Map(),
    warn: () => {},
  });
  return files.get('app/kustomization.yaml') ?? '';
}
