import type { ApplicationOutcome } from '../workflow/api/events.js';
import { EXIT, type ExitCode } from './exit-code.js';

/**
 * The exit code of a sync or rollback by its worst outcome. A held revision is not what runs: not verified.
 */
export function exitCodeOfOutcome(outcome: ApplicationOutcome): ExitCode {
  const codes = {
    synced: EXIT.done,
    unchanged: EXIT.done,
    held: EXIT.unhealthy,
    unhealthy: EXIT.unhealthy,
    blocked: EXIT.error,
    failed: EXIT.error,
    interrupted: EXIT.interrupted,
  } as const;
  return codes[outcome];
}
