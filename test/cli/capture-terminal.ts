import type { Terminal } from '../../src/cli/terminal/terminal.js';

export interface Captured {
  readonly terminal: Terminal;
  readonly out: () => string;
  readonly err: () => string;
}

/** A terminal that keeps what is written to it. */
export function captureTerminal(overrides: Partial<Terminal> = {}): Captured {
  let out = '';
  let err = '';
  const terminal: Terminal = {
    directory: process.cwd(),
    environment: process.env,
    interactive: false,
    canAsk: false,
    colour: false,
    columns: () => undefined,
    size: () => ({ columns: 100, rows: 24 }),
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    ask: () => Promise.resolve(undefined),
    ...overrides,
  };
  return { terminal, out: () => out, err: () => err };
}
