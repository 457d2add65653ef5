import type { OutputOptions } from './output.js';

/** What `gitops health` was given. */
export interface HealthCommandOptions extends OutputOptions {
  readonly file: readonly string[];
  readonly argocdCm?: string;
}
