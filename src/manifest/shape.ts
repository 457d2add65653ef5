import { booleanKeyHint } from './boolean-key-hint.js';
import { isRecord } from './kube-object.js';

/** Holds the type that a shape describes. No value has it. */
declare const DESCRIBED: unique symbol;

/**
 * What data from outside must look like, as data itself: `readShape` checks a value against it, and `TypeOf`
 * is the type of a value that fits.
 */
export type Shape<T = unknown> = ShapeData & { readonly [DESCRIBED]?: T };

/** The type of a value that fits the shape. */
export type TypeOf<S extends Shape> = S extends { readonly [DESCRIBED]?: infer T } ? Exclude<T, undefined> : never;

type ShapeData =
  | { readonly type: 'any' | 'boolean' | 'integer' | 'number' | 'record' }
  | { readonly type: 'text'; readonly rule?: TextRule }
  | { readonly type: 'choice'; readonly values: readonly string[] }
  | { readonly type: 'list'; readonly item: Shape }
  | { readonly type: 'map'; readonly item: Shape }
  | {
      readonly type: 'object';
      readonly fields: Fields;
      readonly required: readonly string[];
      /** Other fields are fine. */
      readonly isOpen: boolean;
    };

interface TextRule {
  /** What is wrong with a text that does not hold, such as `is not a date`. */
  readonly message: string;
  holds(value: string): boolean;
}

type Fields = Readonly<Record<string, Shape>>;
type Flat<T> = { [K in keyof T]: T[K] };
type ObjectOf<F extends Fields, R extends keyof F> = Flat<
  { readonly [K in R]: TypeOf<F[K]> } & { readonly [K in Exclude<keyof F, R>]?: TypeOf<F[K]> }
>;

export type Step = string | number;

export interface ShapeProblem {
  /** Such as `spec.generators[0].git.revision`. */
  readonly path: string;
  /** Such as `is not a text`. */
  readonly message: string;
  /** The keys of mappings, and the places in lists, on the way to it from the value that was read. */
  readonly steps?: readonly Step[];
  /** The field that nobody knows. */
  readonly unknown?: string;
  /** The value of another type. */
  readonly value?: unknown;
  /** The next action, where it is known. */
  readonly hint?: string;
}

export const anything: Shape<unknown> = { type: 'any' };
export const text: Shape<string> = { type: 'text' };
export const boolean: Shape<boolean> = { type: 'boolean' };
export const integer: Shape<number> = { type: 'integer' };
export const number: Shape<number> = { type: 'number' };
/** A mapping of anything. */
export const record: Shape<Readonly<Record<string, unknown>>> = { type: 'record' };
/** A mapping of texts. */
export const texts = map(text);

/** @param message what is wrong with a text that does not hold, such as `is not a date` */
export function textThat(message: string, holds: (value: string) => boolean): Shape<string> {
  return { type: 'text', rule: { message, holds } };
}

export function choice<const V extends readonly string[]>(...values: V): Shape<V[number]> {
  return { type: 'choice', values };
}

export function list<T>(item: Shape<T>): Shape<readonly T[]> {
  return { type: 'list', item };
}

/** A mapping of any keys to values of one shape. */
export function map<T>(item: Shape<T>): Shape<Readonly<Record<string, T>>> {
  return { type: 'map', item };
}

/** With these fields and no others. */
export function object<const F extends Fields, const R extends keyof F & string = never>(
  fields: F,
  required: readonly R[] = [],
): Shape<ObjectOf<F, R>> {
  return { type: 'object', fields: own(fields), required, isOpen: false };
}

/** With fields that are not listed: they are kept, and no type knows them. */
export function openObject<const F extends Fields, const R extends keyof F & string = never>(
  fields: F,
  required: readonly R[] = [],
): Shape<ObjectOf<F, R>> {
  return { type: 'object', fields: own(fields), required, isOpen: true };
}

/** Without a prototype: whatever a key of a value is, it finds the field of a shape or nothing. */
function own(fields: Fields): Fields {
  return Object.assign(Object.create(null), fields);
}

/**
 * What a part of such a value must look like: no field is required, however deep; items of lists are whole.
 */
export function partOf(shape: Shape): Shape {
  if (shape.type !== 'object') return shape;
  const fields = Object.fromEntries(Object.entries(shape.fields).map(([name, field]) => [name, partOf(field)]));
  return { ...shape, fields: own(fields), required: [] };
}

export interface ShapeRules {
  /** The path of the value, such as `spec`. Default: the value is the whole. */
  readonly path?: string;
  /** `absent`: null says the same as no field, as to the API server. Default: `absent`. */
  readonly nulls?: 'absent' | 'wrong';
  /** What is said of a field that the shape does not have. Default: that Argo CD does not know it. */
  readonly unknownField?: string;
}

/** The value with its type, or what is wrong with it. */
export type ShapeReading<T> =
  | { readonly value: T; readonly problems: readonly [] }
  | { readonly value?: undefined; readonly problems: readonly [ShapeProblem, ...ShapeProblem[]] };

/**
 * Reads a value that comes from outside. The fields of a value that fits are typed; those that are null are
 * left out of it where null says the same as no field. Pure.
 */
export function readShape<T>(value: unknown, shape: Shape<T>, rules: ShapeRules = {}): ShapeReading<T> {
  const walk = new Walk(rules);
  if (value === undefined || value === null) walk.note('is missing');
  else walk.check(value, shape);
  const [first, ...more] = walk.problems;
  if (first !== undefined) return { problems: [first, ...more] };
  // The one place where data gets its type: every field was just checked.
  return { value: (walk.hasNulls ? withoutNulls(value, shape) : value) as T, problems: [] };
}

/** Everything that makes a value not fit its shape. Pure. */
export function checkShape(value: unknown, shape: Shape, path = ''): readonly ShapeProblem[] {
  const walk = new Walk({ path });
  walk.check(value, shape);
  return walk.problems;
}

/**
 * One walk through a value. It collects problems and keeps its place as steps, because inventories have
 * thousands of entries: a path is written only where something is wrong.
 */
class Walk {
  readonly problems: ShapeProblem[] = [];
  hasNulls = false;
  private readonly steps: Step[] = [];

  constructor(private readonly rules: ShapeRules) {}

  note(message: string, more: Partial<ShapeProblem> = {}): void {
    const path = this.steps.reduce<string>(
      (before, step) => (typeof step === 'number' ? `${before}[${step}]` : join(before, step)),
      this.rules.path ?? '',
    );
    this.problems.push({ path, message, steps: [...this.steps], ...more });
  }

  check(value: unknown, shape: Shape): void {
    if (value === undefined) return;
    if (value === null) {
      this.hasNulls = true;
      if (this.rules.nulls === 'wrong') this.note('is null', { value });
      return;
    }
    switch (shape.type) {
      case 'any':
        return;
      case 'text':
        if (!isTextOf(value, shape))
          this.note(typeof value === 'string' && shape.rule ? shape.rule.message : 'is not a text', { value });
        return;
      case 'boolean':
        if (typeof value !== 'boolean') this.note('is neither true nor false', { value });
        return;
      case 'integer':
        if (!Number.isInteger(value)) this.note('is not a whole number', { value });
        return;
      case 'number':
        if (!Number.isFinite(value)) this.note('is not a number', { value });
        return;
      case 'choice':
        if (typeof value !== 'string') this.note('is not a text', { value });
        else if (!shape.values.includes(value)) this.note(`is '${value}', not one of ${shape.values.join(', ')}`);
        return;
      case 'list':
        if (!Array.isArray(value)) this.note('is not a list', { value });
        else this.checkItems(value, shape.item);
        return;
      case 'record':
      case 'map':
      case 'object':
        if (!isRecord(value)) this.note('is not a mapping', { value });
        else if (shape.type === 'map') for (const key of Object.keys(value)) this.step(key, value[key], shape.item);
        else if (shape.type === 'object') this.checkFields(value, shape);
    }
  }

  private step(step: Step, value: unknown, shape: Shape): void {
    this.steps.push(step);
    this.check(value, shape);
    this.steps.pop();
  }

  private noteAt(step: Step, message: string, more?: Partial<ShapeProblem>): void {
    this.steps.push(step);
    this.note(message, more);
    this.steps.pop();
  }

  private checkItems(items: readonly unknown[], shape: Shape): void {
    items.forEach((item, index) => {
      if (item === null) this.noteAt(index, 'is empty');
      else this.step(index, item, shape);
    });
  }

  private checkFields(
    value: Readonly<Record<string, unknown>>,
    { fields, required, isOpen }: Extract<Shape, { type: 'object' }>,
  ): void {
    for (const key of required) if (value[key] === undefined || value[key] === null) this.noteAt(key, 'is missing');
    for (const key of Object.keys(value)) {
      const field = fields[key];
      if (field !== undefined) {
        // Most fields are texts that fit. The rest of the walk would take twice as long for them.
        if (field.type !== 'text' || !isTextOf(value[key], field)) this.step(key, value[key], field);
      } else if (!isOpen)
        this.noteAt(key, this.rules.unknownField ?? 'is a field that Argo CD does not know', {
          unknown: key,
          hint: booleanKeyHint(key),
        });
    }
  }
}

function isTextOf(value: unknown, { rule }: Extract<Shape, { type: 'text' }>): boolean {
  return typeof value === 'string' && (rule === undefined || rule.holds(value));
}

/** Fields that are null are left out; what no shape describes, such as Helm values, keeps them. */
function withoutNulls(value: unknown, shape: Shape): unknown {
  if (shape.type === 'list' && Array.isArray(value)) return value.map((item) => withoutNulls(item, shape.item));
  if ((shape.type !== 'object' && shape.type !== 'map') || !isRecord(value)) return value;
  const inner = (key: string): Shape => {
    if (shape.type === 'map') return shape.item;
    return shape.fields[key] ?? anything;
  };
  const kept = Object.entries(value).filter(([, item]) => item !== null);
  return Object.fromEntries(kept.map(([key, item]) => [key, withoutNulls(item, inner(key))]));
}

function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}
