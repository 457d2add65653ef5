import type { ArgoApplication } from '../../argocd/application/application.js';
import type { RootApplication } from '../../model/check-root-application.js';
import type { Repository } from '../../model/repository.js';
import { addFields } from './add-fields.js';
import { ownRootApplication } from './own-root-application.js';

/** The app of apps. */
export function rootApplication(repository: Repository, root: RootApplication): ArgoApplication {
  const { argoApplication: fields = {} } = root.level.settings;
  return addFields(ownRootApplication(repository, root), fields, ROOT_YIELDS).value;
}

/** The paths in which fields that are given win over what the props say. */
export const ROOT_YIELDS: readonly string[] = ['spec.source.targetRevision'];
