import type { KubeObject } from '../../../manifest/kube-object.js';
import type { Parameters } from './parameters.js';
import type { RecordedKind } from './recorded-parameters.js';

/** The files of a repository at a revision. */
export interface GeneratorFiles {
  /** The paths of all files, relative to the root. */
  readonly paths: readonly string[];
  /**
   * @throws GitopsError for a file that is not text, or is outside of the repository
   */
  read(path: string): string | Promise<string>;
}

/** The information that generators need in addition to their own fields. */
export interface GeneratorContext {
  /** Name of the ApplicationSet. */
  readonly applicationSet: string;
  readonly goTemplate: boolean;
  /** Argo CD's cluster Secrets. */
  readonly clusters: readonly KubeObject[];
  /** @throws GitopsError when that repository cannot be read, or has no such revision */
  files(repoURL: string, revision: string): Promise<GeneratorFiles>;
  /**
   * The recorded answer for a generator that asks another service.
   *
   * @param place such as `generators[0].matrix.generators[1].pullRequest`
   * @param outer the parameters of a matrix' first generator
   * @throws GitopsError RENDER_UNSUPPORTED when nothing was recorded for it
   */
  recorded(kind: RecordedKind, place: string, outer: Parameters): readonly Parameters[];
  /**
   * Counts sets of parameters, so that generators that multiply each other reach a limit.
   *
   * @throws GitopsError ARGOCD_INVALID_APPLICATIONSET when there are too many
   */
  spend(sets: number): void;
  /**
   * Renders every text of a value, once for each set of parameters, in order.
   *
   * @throws GitopsError ARGOCD_INVALID_APPLICATIONSET with what the templates refuse
   */
  render<Value>(value: Value, parameters: readonly Parameters[]): Promise<readonly Value[]>;
}
