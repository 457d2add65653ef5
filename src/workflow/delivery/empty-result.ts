import type { ApplicationResult } from '../api/results.js';

/** Of an Argo Application with which nothing was done. */
export function emptyResult(scope: { readonly application: string; readonly cluster: string }): ApplicationResult {
  const none = { created: 0, updated: 0, recreated: 0, deleted: 0, kept: 0 };
  return {
    ...scope,
    outcome: 'unchanged',
    ...none,
    refused: [],
    unhealthy: [],
    unverified: [],
    halfway: [],
    errors: [],
    seconds: 0,
  };
}
