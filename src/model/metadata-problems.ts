import { anyText } from '../manifest/untyped.js';
import { refuseLabelValue, refuseQualifiedName } from './name-rules.js';

/** What is wrong with one label or annotation, and what to do. */
export interface MetadataProblem {
  readonly message: string;
  readonly hint: string;
}

/** @param refuseOwn why somebody may not give a key, because synth writes it */
export function labelProblems(
  labels: Readonly<Record<string, unknown>>,
  refuseOwn: (key: string) => string | undefined = () => undefined,
): readonly MetadataProblem[] {
  return Object.entries(labels).flatMap(([key, value]) => {
    const wrong = refuseOwn(key) ?? refuseQualifiedName(key) ?? refuseLabelValue(value);
    return wrong ? [{ message: `label '${key}: ${anyText(value)}' ${wrong}`, hint: 'Correct the label.' }] : [];
  });
}

/** @param refuseOwn as of `labelProblems` */
export function annotationProblems(
  annotations: Readonly<Record<string, unknown>>,
  refuseOwn: (key: string) => string | undefined,
): readonly MetadataProblem[] {
  return Object.entries(annotations).flatMap(([key, value]) => {
    const wrong =
      refuseOwn(key) ?? refuseQualifiedName(key) ?? (typeof value === 'string' ? undefined : 'is not a string');
    return wrong ? [{ message: `annotation '${key}' ${wrong}`, hint: 'Correct the annotation.' }] : [];
  });
}
