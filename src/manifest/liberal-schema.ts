import { FAILSAFE_SCHEMA, Type } from 'js-yaml-4';
import { resolveGoScalar } from './go-scalar.js';

const YAML = 'tag:yaml.org,2002:';

function goType(name: string, type: (value: unknown) => boolean): Type {
  return new Type(`${YAML}${name}`, {
    kind: 'scalar',
    resolve: (source) => {
      const value = resolveGoScalar(source ?? '');
      return value !== undefined && type(value);
    },
    construct: (source) => resolveGoScalar(source ?? ''),
  });
}

/** The same as GO_SCHEMA for js-yaml 4, our second reader. */
export const LIBERAL_SCHEMA = FAILSAFE_SCHEMA.extend({
  implicit: [
    goType('null', (value) => value === null),
    goType('bool', (value) => typeof value === 'boolean'),
    goType('int', (value) => typeof value === 'number' || typeof value === 'bigint'),
    new Type(`${YAML}merge`, { kind: 'scalar', resolve: (source) => source === '<<', construct: (source) => source }),
  ],
  explicit: [],
});
