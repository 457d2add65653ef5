import { setFlagsFromString } from 'node:v8';

/** In units of bytecode. V8's own is 67,584. */
const BUDGET = 1_000_000;

/**
 * Lets V8 wait longer before it compiles functions that are called often to machine code: in a command that
 * takes half a second that costs more than it saves, a sixth of the CPU time. What runs for long is compiled
 * all the same. Node 22 and newer wait by themselves, and do not know the flag.
 */
export function compileLater(): void {
  if (process.versions.v8.startsWith('11.')) setFlagsFromString(`--interrupt-budget=${BUDGET}`);
}
