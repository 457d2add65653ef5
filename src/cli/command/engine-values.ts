import type { CliOptions, EngineValuesOf } from './option.js';

/** The values that the workflow takes as they are, by its own names; what was not given is left out. */
export function engineValues<Options extends CliOptions>(declared: Options, given: object): EngineValuesOf<Options> {
  const values = new Map(Object.entries(given));
  const taken = Object.entries(declared).flatMap(([key, { engine }]) =>
    engine === undefined || values.get(key) === undefined ? [] : [[engine, values.get(key)] as const],
  );
  return Object.fromEntries(taken) as EngineValuesOf<Options>;
}
