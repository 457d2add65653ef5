import {
  defineMappingTag,
  defineScalarTag,
  defineSequenceTag,
  FAILSAFE_SCHEMA,
  mapTag,
  mergeTag,
  NOT_RESOLVED,
  type Schema,
  seqTag,
} from 'js-yaml';
import { resolveGoScalar } from './go-scalar.js';

const YAML = 'tag:yaml.org,2002:';
const neverWritten = (): boolean => false;

/** A tag for the plain scalars that Go takes for this type. */
function goTag(name: string, type: (value: unknown) => boolean, firstCharacters: string) {
  return defineScalarTag<boolean | number | bigint | null>(`${YAML}${name}`, {
    implicit: true,
    implicitFirstChars: firstCharacters.split(''),
    resolve: (source) => {
      const value = resolveGoScalar(source);
      return value !== undefined && type(value) ? value : NOT_RESOLVED;
    },
    identify: neverWritten,
  });
}

const asText = (name: string) =>
  defineScalarTag(`${YAML}${name}`, { resolve: (source) => source, identify: neverWritten });
const isNumber = (value: unknown): boolean => typeof value === 'number' || typeof value === 'bigint';

/**
 * Reads YAML as Go's YAML 1.1 reader does, which is what Argo CD and kubectl read manifests with: `yes` is
 * true, `0644` is 420, a date is a string, a tag that is unknown is none.
 */
export const GO_SCHEMA: Schema = FAILSAFE_SCHEMA.withTags(
  { ...goTag('null', (value) => value === null, '~nN'), implicitFirstChars: ['', '~', 'n', 'N'] },
  goTag('bool', (value) => typeof value === 'boolean', 'yYnNtTfFoO'),
  goTag('int', isNumber, '-+0123456789'),
  goTag('float', isNumber, '-+.0123456789'),
  mergeTag,
  defineMappingTag(mapTag.tagName, {
    ...mapTag,
    addPair: (map, key, value) =>
      typeof key === 'object' ? 'a key must be a scalar, and not null' : mapTag.addPair(map, key, value),
  }),
  asText('timestamp'),
  defineScalarTag(`${YAML}binary`, {
    resolve: (source) => Buffer.from(source, 'base64').toString('utf8'),
    identify: neverWritten,
  }),
  // Tags of YAML that are not above, such as !!set, say nothing to Go.
  defineScalarTag(YAML, { matchByTagPrefix: true, resolve: (source) => source, identify: neverWritten }),
  defineSequenceTag(YAML, { ...seqTag, matchByTagPrefix: true, identify: neverWritten }),
  defineMappingTag(YAML, { ...mapTag, matchByTagPrefix: true, identify: neverWritten }),
  defineScalarTag('!', { matchByTagPrefix: true, resolve: (source) => source, identify: neverWritten }),
  defineSequenceTag('!', { ...seqTag, matchByTagPrefix: true, identify: neverWritten }),
  defineMappingTag('!', { ...mapTag, matchByTagPrefix: true, identify: neverWritten }),
);
