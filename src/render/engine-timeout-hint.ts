/** The hint for an engine that exceeds its time limit. Every command that renders has this option. */
export const ENGINE_TIMEOUT_HINT = 'Make it smaller, or allow more time with --engine-timeout.';
