import { declareOptions } from '../../command/declare-options.js';
import type { ValuesOf } from '../../command/option.js';
import { engineTimeoutOption } from '../../input/options/engine-timeout.js';
import { outputOption } from '../../input/options/output.js';

export const synthOptions = {
  ...declareOptions('source', {
    app: {
      flags: '--app <file>',
      help: 'the file that exports the Repository',
      common: true,
      default: 'environments/index.ts',
    },
    outputDir: {
      flags: '--output-dir <dir>',
      help: "the output folder in the repository (default: the Repository's, 'gitops')",
    },
  }),
  ...engineTimeoutOption,
  ...declareOptions('run', {
    check: {
      flags: '--check',
      help: 'write nothing; exit 2 when the files on disk are stale',
      common: true,
    },
    overwrite: {
      flags: '--overwrite',
      help: 'replace files in the way that were written or edited by hand: what they had is lost',
      common: true,
    },
    commit: {
      flags: '--commit',
      help: 'commit the output on the current branch; refused while what made it is uncommitted',
      common: true,
    },
    message: { flags: '-m, --message <text>', help: 'message of the commit', common: true },
    includeSources: {
      flags: '--include-sources',
      help: 'with --commit: commit the code that made the output too',
      common: true,
    },
  }),
  ...outputOption,
};

export type SynthOptions = ValuesOf<typeof synthOptions>;
