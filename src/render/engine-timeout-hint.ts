/**
 * What to do when an engine that renders takes longer than it may: every command that renders has the option.
 */
export const ENGINE_TIMEOUT_HINT = 'Make it smaller, or allow more time with --engine-timeout.';
