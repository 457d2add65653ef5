import { declareOptions } from '../../command/declare-options.js';
import { duration } from './duration.js';

/** How long a command waits that changes clusters, and for what. */
export const waitOptions = declareOptions('run', {
  timeout: {
    flags: '--timeout <duration>',
    help: 'how long to wait for health, such as 90s or 10m (default: 5m)',
    common: true,
    parse: duration,
    engine: 'timeoutMs',
  },
  lockTimeout: {
    flags: '--lock-timeout <duration>',
    help: 'how long to wait for another sync of the same Argo Application (default: 1m)',
    parse: duration,
    engine: 'lockTimeoutMs',
  },
});

/** What is read when a container fails. */
export const logsOption = declareOptions('run', {
  logs: { flags: '--no-logs', help: 'do not read the log of a container that fails', engine: 'logs' },
});
