import type { SourceFile } from './source-file.js';

/**
 * Values of a chart: some of those that its `values.yaml` has. `null` removes a value of the chart, as in a
 * value file of Helm. A list is whole.
 */
export type HelmValues<Values> = Values extends readonly unknown[]
  ? Values
  : Values extends object
    ? { readonly [Key in keyof Values]?: HelmValues<Exclude<Values[Key], undefined>> | null }
    : Values;

/** What Argo CD lets Helm do with a chart. */
export interface HelmOptions<Values extends object = Readonly<Record<string, unknown>>> {
  /**
   * Values of the chart. Synth writes them as `values.yaml` of the base, of the overlay and of the cluster,
   * and Helm merges these files: maps by key, lists are replaced.
   *
   * @default those of the chart
   */
  readonly values?: HelmValues<Values>;
  /**
   * Value files before `values`: paths relative to the chart, or from the top of its repository with a first
   * slash, or files of a Source. The later one wins. An overlay replaces the list. @default none
   */
  readonly valueFiles?: readonly (string | SourceFile)[];
  /** Ignore value files that do not exist. @default false */
  readonly ignoreMissingValueFiles?: boolean;
  /**
   * Single values that win over all others, by their path: `{ 'image.tag': '1.2' }`. A text stays a text
   * (`--set-string`), also one such as `'1.10'`. Prefer `values`. @default none
   */
  readonly parameters?: Readonly<Record<string, string | number | boolean>>;
  /** Files whose content is a value (`--set-file`), by the path of the value. @default none */
  readonly fileParameters?: Readonly<Record<string, string | SourceFile>>;
  /**
   * Name of the release: charts make the names of their objects from it.
   *
   * @default the id of the Application, so that names do not depend on the environment
   */
  readonly releaseName?: string;
  /** Namespace for the templates of the chart. @default the namespace of the overlay */
  readonly releaseNamespace?: string;
  /** Leave out the folder `crds/` of the chart. @default false */
  readonly skipCrds?: boolean;
  /** Leave out the tests of the chart. @default false */
  readonly skipTests?: boolean;
  /** Do not compare the values with `values.schema.json`. @default false */
  readonly skipSchemaValidation?: boolean;
  /** Send the credentials of the Helm repository to other hosts too. @default false */
  readonly passCredentials?: boolean;
  /** The version of Kubernetes that the chart sees. @default the cluster's */
  readonly kubeVersion?: string;
  /** The API versions that the chart sees, such as `monitoring.coreos.com/v1`. @default the cluster's */
  readonly apiVersions?: readonly string[];
}
