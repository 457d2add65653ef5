import type { Construct } from 'constructs';
import { record } from '../manifest/shape.js';
import type { CallSite } from './call-site.js';
import { checkFields } from './check-fields.js';
import type { KustomizationFields } from './kustomization-fields.js';
import { report } from './problem.js';

/** What synth writes, and what says it. */
const OWN: Readonly<Record<string, string>> = {
  apiVersion: 'synth',
  kind: 'synth',
  resources: "'resources'",
  patches: "'patches'",
  images: 'props and pins',
  replicas: 'props',
  sortOptions: 'synth, which keeps the order of objects',
};

/**
 * Fields of a kustomization as plain data, without those that synth writes: these are noted as problems. What
 * else is wrong with them kustomize says when synth lets it build the folder.
 */
export function checkKustomization(
  scope: Construct,
  fields: KustomizationFields | undefined,
  { site, path }: { readonly site: CallSite; readonly path: string },
): KustomizationFields | undefined {
  if (fields === undefined) return undefined;
  const plain = checkFields(scope, fields, { prop: 'kustomization', reader: 'kustomize', shape: record, site, path });
  for (const [field, source] of Object.entries(OWN).filter(([name]) => plain[name] !== undefined))
    report(scope, path, {
      code: 'MODEL_INVALID_VALUE',
      message: `kustomization sets '${field}', which synth writes itself`,
      hint: `Leave it out: it comes from ${source}.`,
      site,
    });
  return plain as KustomizationFields; // kustomize judges the types
}
