/** A sync option as Argo CD spells it: `pruneLast`, true → `PruneLast=true`. */
export function spellSyncOption(name: string, value: unknown): string {
  return `${name.slice(0, 1).toUpperCase()}${name.slice(1)}=${String(value)}`;
}
