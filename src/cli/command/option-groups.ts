/** The sections of a help text, in their order. */
export const OPTION_GROUPS = {
  selection: 'Selection:',
  source: 'Source:',
  access: 'Cluster access:',
  run: 'Run:',
  pruning: 'Pruning:',
  ownership: 'Ownership:',
  output: 'Output:',
  global: 'Global:',
} as const;

export type OptionGroup = keyof typeof OPTION_GROUPS;
