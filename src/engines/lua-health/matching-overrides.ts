import type { LuaOverrides } from './lua-override.js';

/**
 * The overrides that may match a kind, `<group>/<Kind>`. They are preselected by the beginnings of their
 * globs; the engine decides.
 */
export function matchingOverrides(overrides: LuaOverrides, key: string): LuaOverrides {
  return Object.fromEntries(Object.entries(overrides).filter(([glob]) => mayMatch(glob, key)));
}

function mayMatch(glob: string, key: string): boolean {
  const special = glob.search(/[*?[{\\]/);
  return special < 0 ? glob === key : key.startsWith(glob.slice(0, special));
}
