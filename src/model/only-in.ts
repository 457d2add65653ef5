import type { Environment } from './environment.js';

/** The place of an Application that needs no overlay of its own. */
export interface OnlyIn {
  /**
   * The Environment, or the Environments, that the Application is in as it is. `overlay` adds others, with
   * changes. @default none
   */
  readonly only?: Environment | readonly Environment[];
}
