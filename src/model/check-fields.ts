import type { Construct } from 'constructs';
import { nearestName } from '../argocd/nearest-name.js';
import { GitopsError } from '../errors.js';
import { describeShapeProblem } from '../manifest/describe-shape-problem.js';
import { isRecord } from '../manifest/kube-object.js';
import { checkShape, type Shape } from '../manifest/shape.js';
import { unknownFields } from '../manifest/unknown-fields.js';
import type { CallSite } from './call-site.js';
import { plainData } from './plain-data.js';
import { report, sinkOf } from './problem.js';
import { warningAt } from './warning-at.js';

export interface CheckedFields {
  /** The prop with the fields: `argoApplication`. */
  readonly prop: string;
  /** The program that reads the fields, for messages: `Argo CD 3.2`. */
  readonly reader: string;
  /** The shape of the fields. In a part of a resource no field is required, see `partOf`. */
  readonly shape: Shape;
  readonly site: CallSite;
  /** Path of the construct, for errors. */
  readonly path: string;
}

/**
 * Checks fields that synth writes exactly as the user gives them. A value of a wrong type is a problem of the
 * construct. A field that the shape does not have is a warning, because a newer version may have it.
 *
 * @returns the fields as plain data; an empty mapping when they are not plain data
 */
export function checkFields(
  scope: Construct,
  fields: unknown,
  { prop, reader, shape, site, path }: CheckedFields,
): Readonly<Record<string, unknown>> {
  const refuse = (message: string, hint: string) =>
    report(scope, path, { code: 'MODEL_INVALID_VALUE', message, hint, site });
  let plain: unknown;
  try {
    plain = plainData(fields, prop);
  } catch (error) {
    if (!GitopsError.is(error)) throw error;
    refuse(error.message, error.hint ?? 'Give plain data.');
    return {};
  }
  if (!isRecord(plain)) {
    refuse(`${prop} is not a map of fields`, 'Give an object.');
    return {};
  }
  for (const problem of checkShape(plain, shape, prop).filter(({ unknown }) => unknown === undefined))
    refuse(describeShapeProblem(problem), problem.hint ?? `Correct it: ${reader} refuses it as it is.`);
  for (const { path: field, field: name, known } of unknownFields(plain, shape, prop)) {
    const nearest = nearestName(name, known);
    const guess = nearest === undefined ? '' : `; did you mean '${nearest}'?`;
    const warning = `'${field}' is a field that ${reader} does not know, and is written as it is${guess}`;
    sinkOf(scope).warnings.push(warningAt(warning, site));
  }
  return plain;
}
