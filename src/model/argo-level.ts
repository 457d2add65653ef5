import type { ArgoApplicationSettings } from './argo-application-settings.js';
import type { CallSite } from './call-site.js';
import type { KustomizationFields } from './kustomization-fields.js';

/** What one construct says of Argo Applications. */
export interface ArgoLevel {
  readonly settings: ArgoApplicationSettings;
  /** Fields of its kustomization.yaml: of the base for an Application, of its folder for an overlay. */
  readonly kustomization?: KustomizationFields;
  /** The line that gave them. */
  readonly site: CallSite;
  /** The construct, for errors. */
  readonly path: string;
}

const LEVEL = Symbol.for('cdk8s-gitops.argoLevel');

/** Keeps the settings with their construct, away from the members that a user's class may have. */
export function keepArgoLevel(construct: object, level: ArgoLevel): void {
  Object.defineProperty(construct, LEVEL, { value: level });
}

/** What a construct says; nothing where it kept nothing. */
export function argoLevelOf(construct: object): ArgoLevel | undefined {
  return (construct as { readonly [LEVEL]?: ArgoLevel })[LEVEL];
}
