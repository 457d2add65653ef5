/** A generator of ConfigMaps in a `kustomization.yaml`. */
export interface KustomizationGenerator {
  readonly name: string;
  readonly namespace?: string;
  /** `KEY=value`. */
  readonly literals?: readonly string[];
  readonly [field: string]: unknown;
}

/**
 * Fields of a `kustomization.yaml` beyond those that synth writes (`resources`, `patches`, `images`,
 * `replicas`, `sortOptions`), exactly as kustomize spells them. kustomize reads nothing but the files that
 * synth writes, so generators take literals.
 *
 * @see https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/
 */
export interface KustomizationFields {
  readonly configMapGenerator?: readonly KustomizationGenerator[];
  readonly generatorOptions?: {
    readonly disableNameSuffixHash?: boolean;
    readonly immutable?: boolean;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly labels?: readonly {
    readonly pairs: Readonly<Record<string, string>>;
    readonly includeSelectors?: boolean;
    readonly includeTemplates?: boolean;
  }[];
  readonly commonAnnotations?: Readonly<Record<string, string>>;
  readonly namePrefix?: string;
  readonly nameSuffix?: string;
  readonly [field: string]: unknown;
}
