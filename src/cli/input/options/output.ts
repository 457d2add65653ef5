import { declareOptions } from '../../command/declare-options.js';

/** What a result can be printed as. Which of them a command knows, its help says. */
export const OUTPUT_FORMATS = ['text', 'wide', 'json', 'markdown', 'junit'] as const;
export type OutputFormat = (typeof OUTPUT_FORMATS)[number];

/** For commands that print a text or a document. */
export const outputOption = declareOptions('output', {
  output: {
    flags: '-o, --output <format>',
    help: 'text or json (one document per line)',
    common: true,
    choices: ['text', 'json'],
    default: 'text',
  },
});

/** For commands that print a table. */
export const tableOutputOption = declareOptions('output', {
  output: {
    flags: '-o, --output <format>',
    help: 'text, wide (nothing is cut) or json (a document per line)',
    common: true,
    choices: ['text', 'wide', 'json'],
    default: 'text',
  },
});

export interface OutputOptions {
  readonly output: OutputFormat;
}
