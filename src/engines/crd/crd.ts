import type { KubeObject } from '../../manifest/kube-object.js';

/** Validation of custom resources, by the code of the Kubernetes API server. */
export interface Crd {
  /** The version of Kubernetes. */
  readonly version: string;
  readonly enginesStarted: number;
  /**
   * Judges objects of one version of a kind strictly: unknown fields, types, required fields, enumerations,
   * bounds, list types, metadata, embedded resources and CEL rules, after the defaults of the schema. A rule
   * that this version of Kubernetes does not understand is passed over.
   *
   * @param definition the CustomResourceDefinition
   * @param version such as `v1`
   * @returns for each object what is wrong with it in the API server's words, such as
   * `spec.size: Required value`
   * @throws GitopsError ENGINE_CRD_FAILED when the definition cannot be used; ENGINE_TIMEOUT, ENGINE_FAILED,
   * ENGINE_MISSING, ENGINE_CLOSED
   */
  validate(
    definition: KubeObject,
    version: string,
    objects: readonly KubeObject[],
  ): Promise<readonly (readonly string[])[]>;
  close(): Promise<void>;
}
