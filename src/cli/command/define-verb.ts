import type { CliOptions } from './option.js';
import type { Verb } from './verb.js';

/** A verb as data; the type of what `run` is given follows from its options. */
export function defineVerb<Options extends CliOptions>(verb: Verb<Options>): Verb {
  return verb;
}
