import { digestOf } from '../../manifest/canonical.js';
import type { TypeOf } from '../../manifest/shape.js';
import { API_VERSION } from '../api/results.js';
import type { APPLICATION_SHAPE, CHANGE_SHAPE, OPTIONS_SHAPE, PLAN_FILE_SHAPE } from './plan-file-shape.js';

/** One change as it was planned. */
export type FiledChange = TypeOf<typeof CHANGE_SHAPE>;

/** The plan of one Argo Application in one cluster, as digests. */
export type FiledApplication = TypeOf<typeof APPLICATION_SHAPE>;

/**
 * What decides about a plan beside the revision and the clusters: options by name, as text, with the defaults
 * of those that were not given.
 */
export type FiledOptions = TypeOf<typeof OPTIONS_SHAPE>;

/**
 * A plan to be carried to a later sync: digests only, no manifest and no Secret. It is compared and never
 * executed.
 *
 * `sync` plans again and goes on only when the outcome is the same.
 */
export type PlanFile = TypeOf<typeof PLAN_FILE_SHAPE>;

/** A plan file with its checksum. */
export function sealPlanFile(plan: Omit<PlanFile, 'apiVersion' | 'kind' | 'checksum'>): PlanFile {
  const sealed = { apiVersion: API_VERSION, kind: 'PlanFile', ...plan } as const;
  return { ...sealed, checksum: checksumOf(sealed) };
}

/** What the checksum of a plan file has to be. */
export function checksumOf(plan: object): string {
  return digestOf(Object.fromEntries(Object.entries(plan).filter(([key]) => key !== 'checksum')));
}
