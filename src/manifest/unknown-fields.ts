import { isRecord } from './kube-object.js';
import type { Shape } from './shape.js';

/** A field that a shape does not have. */
export interface UnknownField {
  /** Such as `spec.source.helm.valuesFiles`. */
  readonly path: string;
  readonly field: string;
  /** Those that the shape has there, sorted. */
  readonly known: readonly string[];
}

/** Every field that no shape names, in shapes that take others too. Pure. */
export function unknownFields(value: unknown, shape: Shape, path = ''): readonly UnknownField[] {
  if (shape.type === 'list')
    return Array.isArray(value)
      ? value.flatMap((item, index) => unknownFields(item, shape.item, `${path}[${index}]`))
      : [];
  if (shape.type !== 'object' || !isRecord(value)) return [];
  return Object.entries(value).flatMap(([field, item]): readonly UnknownField[] => {
    const at = path === '' ? field : `${path}.${field}`;
    const inner = Object.hasOwn(shape.fields, field) ? shape.fields[field] : undefined;
    return inner === undefined
      ? [{ path: at, field, known: Object.keys(shape.fields).sort() }]
      : unknownFields(item, inner, at);
  });
}
