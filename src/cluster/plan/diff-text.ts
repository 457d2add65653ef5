import { createTwoFilesPatch } from 'diff';
import { describeIdentity, type ObjectIdentity } from '../../manifest/identity.js';
import { isRecord, type KubeObject } from '../../manifest/kube-object.js';
import type { Redactor } from '../../manifest/redact.js';
import { toYaml } from '../../manifest/yaml.js';
import { comparable } from '../objects/comparable.js';

const CONTEXT_LINES = 3;

/**
 * A unified diff of two states of an object as YAML: what people mean by its content, keys sorted, the values
 * of a Secret hidden. Empty when they mean the same.
 */
export function diffText(
  object: ObjectIdentity,
  before: KubeObject | undefined,
  after: KubeObject | undefined,
  redact: Redactor,
  contextLines: number = CONTEXT_LINES,
): string {
  const old = textOf(before, after, redact);
  const next = textOf(after, before, redact);
  if (old === next) return '';
  const name = describeIdentity(object);
  const patch = createTwoFilesPatch(
    before ? `live/${name}` : '/dev/null',
    after ? `git/${name}` : '/dev/null',
    old,
    next,
    undefined,
    undefined,
    {
      context: contextLines,
    },
  );
  return patch.replace(/^=+\n/, '');
}

function textOf(object: KubeObject | undefined, other: KubeObject | undefined, redact: Redactor): string {
  return object === undefined ? '' : toYaml(ordered(redact(comparable(object), other)));
}

const FIRST = ['apiVersion', 'kind', 'metadata', 'name', 'namespace'];

/** Keys in one order on both sides, those that people look for first. */
function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (!isRecord(value)) return value;
  const rank = (key: string) => (FIRST.includes(key) ? FIRST.indexOf(key) : FIRST.length);
  const keys = Object.keys(value).sort((left, right) => rank(left) - rank(right) || (left < right ? -1 : 1));
  return Object.fromEntries(keys.map((key) => [key, ordered(value[key])]));
}
