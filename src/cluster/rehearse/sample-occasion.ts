import type { HookOccasion } from './instantiate-hook.js';

/** For the names of hooks that are only tried: as long as any name that a run will make. */
export const SAMPLE_OCCASION: HookOccasion = { commit: '0000000', started: '2030-01-01T00:00:00Z' };
