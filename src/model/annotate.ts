import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { GitopsError } from '../errors.js';
import { captureCallSite } from './call-site.js';
import { RawObject } from './raw-object.js';

/** Puts an annotation on the one object of a construct. */
export function annotate(object: IConstruct, key: string, value: string): void {
  if (RawObject.is(object)) object._annotate(key, value);
  else ApiObject.of(object).metadata.addAnnotation(key, value);
}

/** A wrong value of an annotation, with the object and the line of the user's code. */
export function wrongAnnotation(object: IConstruct, message: string, hint: string): GitopsError {
  return new GitopsError('MODEL_INVALID_VALUE', message, {
    constructPath: object.node.path,
    source: captureCallSite().location,
    hint,
  });
}
