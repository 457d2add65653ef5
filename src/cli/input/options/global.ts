import { declareOptions } from '../../command/declare-options.js';
import { COLOUR_WHEN } from '../../terminal/colour.js';

/** Options of `gitops` itself, before or after the command's name. */
export const globalOptions = declareOptions('global', {
  color: {
    flags: '--color <when>',
    help: 'colour the output: auto (on a terminal, unless NO_COLOR is set), always (as --color alone), or never (default: auto)',
    choices: COLOUR_WHEN,
    no: 'never colour the output',
  },
  quiet: { flags: '--quiet', help: 'print results and errors only, no progress' },
  debug: { flags: '--debug', help: 'print stacks and causes of errors' },
});
