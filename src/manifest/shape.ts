import { isRecord } from './kube-object.js';

/**
 * What a value must look like; every kind but `any` refuses null's absence of meaning by taking it as absent.
 */
export type Shape =
  | { readonly type: 'any' | 'text' | 'boolean' | 'integer' | 'record' | 'texts' }
  | { readonly type: 'list'; readonly item: Shape }
  | { readonly type: 'choice'; readonly values: readonly string[] }
  | {
      readonly type: 'object';
      readonly fields: Readonly<Record<string, Shape>>;
      readonly required: readonly string[];
      /** Other fields are fine. */
      readonly isOpen: boolean;
    };

export interface ShapeProblem {
  /** Such as `spec.generators[0].git.revision`. */
  readonly path: string;
  /** Such as `is not a text`. */
  readonly message: string;
  /** The field that nobody knows. */
  readonly unknown?: string;
  /** The value of another type. */
  readonly value?: unknown;
  /** The next action, where it is known. */
  readonly hint?: string;
}

export const anything: Shape = { type: 'any' };
export const text: Shape = { type: 'text' };
export const boolean: Shape = { type: 'boolean' };
export const integer: Shape = { type: 'integer' };
/** A mapping of anything. */
export const record: Shape = { type: 'record' };
/** A mapping of texts. */
export const texts: Shape = { type: 'texts' };

export function list(item: Shape): Shape {
  return { type: 'list', item };
}

export function choice(...values: readonly string[]): Shape {
  return { type: 'choice', values };
}

export function object(fields: Readonly<Record<string, Shape>>, required: readonly string[] = []): Shape {
  return { type: 'object', fields, required, isOpen: false };
}

/** With fields that are not listed. */
export function openObject(fields: Readonly<Record<string, Shape>>, required: readonly string[] = []): Shape {
  return { type: 'object', fields, required, isOpen: true };
}

/** Everything that makes a value not fit its shape. Pure. */
export function checkShape(value: unknown, shape: Shape, path = ''): readonly ShapeProblem[] {
  if (value === null || value === undefined) return [];
  switch (shape.type) {
    case 'any':
      return [];
    case 'text':
      return typeof value === 'string' ? [] : [{ path, message: 'is not a text', value }];
    case 'boolean':
      return typeof value === 'boolean' ? [] : [{ path, message: 'is neither true nor false', value }];
    case 'integer':
      return Number.isInteger(value) ? [] : [{ path, message: 'is not a whole number', value }];
    case 'choice':
      return shape.values.includes(String(value))
        ? []
        : [{ path, message: `is '${String(value)}', not one of ${shape.values.join(', ')}` }];
    case 'record':
      return isRecord(value) ? [] : [{ path, message: 'is not a mapping', value }];
    case 'texts':
      if (!isRecord(value)) return [{ path, message: 'is not a mapping', value }];
      return Object.entries(value).flatMap(([key, item]) => checkShape(item, text, join(path, key)));
    case 'list':
      if (!Array.isArray(value)) return [{ path, message: 'is not a list', value }];
      return value.flatMap((item: unknown, index) =>
        item === null
          ? [{ path: `${path}[${index}]`, message: 'is empty' }]
          : checkShape(item, shape.item, `${path}[${index}]`),
      );
    case 'object':
      return checkObject(value, shape, path);
  }
}

function checkObject(
  value: unknown,
  { fields, required, isOpen }: Extract<Shape, { type: 'object' }>,
  path: string,
): readonly ShapeProblem[] {
  if (!isRecord(value)) return [{ path, message: 'is not a mapping', value }];
  const missing = required
    .filter((key) => value[key] === undefined || value[key] === null)
    .map((key) => ({ path: join(path, key), message: 'is missing' }));
  const known = Object.entries(value).flatMap(([key, item]): readonly ShapeProblem[] => {
    if (Object.hasOwn(fields, key)) return checkShape(item, fields[key] ?? anything, join(path, key));
    return isOpen ? [] : [{ path: join(path, key), message: 'is a field that Argo CD does not know', unknown: key }];
  });
  return [...missing, ...known];
}

function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}
