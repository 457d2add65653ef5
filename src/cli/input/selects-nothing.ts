import type { SelectionOptions } from './options/selection.js';

/** True when nothing was selected: acting on everything must be said. */
export function selectsNothing(options: SelectionOptions): boolean {
  return options.all !== true && !options.environment && !options.application && !options.cluster;
}
