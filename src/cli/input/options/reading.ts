import type { ValuesOf } from '../../command/option.js';
import { registryOptions } from './registry.js';
import { revisionOptions } from './revision.js';

/** What commands take that read Git alone. */
export const readingOptions = { ...revisionOptions, ...registryOptions };

export type ReadingOptions = ValuesOf<typeof readingOptions>;
