import type { ArgoApplication } from '../../argocd/application/application.js';
import { ANNOTATION, LABEL } from '../../argocd/labels.js';
import type { MovedApplication } from '../../model/repository.js';
import type { CommittedTree } from '../committed-tree.js';

export interface LettingGo {
  /** Id of the Application. */
  readonly application: string | undefined;
  readonly file: string;
  readonly manifest: ArgoApplication;
}

/**
 * Argo Applications that continue under another name and still have Argo CD's finalizer. Removing one at once
 * would delete its objects. So it stays for one commit, without finalizer and without automation, and the
 * next synth leaves it out.
 */
export function movedApplications(committed: CommittedTree, moved: readonly MovedApplication[]): readonly LettingGo[] {
  return committed.applications.flatMap(({ file, manifest }) => {
    const record = moved.find(({ from }) => from === manifest.metadata.name);
    if (!record || !manifest.metadata.finalizers?.length) return [];
    return [
      { application: manifest.metadata.labels?.[LABEL.application], file, manifest: lettingGo(manifest, record.to) },
    ];
  });
}

function lettingGo(manifest: ArgoApplication, to: string): ArgoApplication {
  const { finalizers: _, ...metadata } = manifest.metadata;
  const { syncPolicy, ...spec } = manifest.spec;
  const { automated: __, ...manual } = syncPolicy ?? {};
  return {
    ...manifest,
    metadata: {
      ...metadata,
      name: manifest.metadata.name,
      annotations: { ...manifest.metadata.annotations, [ANNOTATION.movedTo]: to },
    },
    spec: { ...spec, ...(Object.keys(manual).length > 0 ? { syncPolicy: manual } : {}) },
  };
}
