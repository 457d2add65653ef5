import type { GlobalOptions } from '../../cli.js';
import type { EngineTimeoutOption } from '../../input/options/engine-timeout.js';
import type { OutputOptions } from '../../input/options/output.js';

export interface SynthOptions extends OutputOptions, EngineTimeoutOption, GlobalOptions {
  readonly app: string;
  readonly check?: boolean;
  readonly outputDir?: string;
  readonly overwrite?: boolean;
  readonly commit?: boolean;
  readonly message?: string;
  readonly includeSources?: boolean;
}
