/** A field of `metadata` that Kubernetes does not decode. */
export interface MetadataFault {
  /** Such as `annotations.note`. */
  readonly field: string;
  /** What it should be: `a text`. */
  readonly wanted: string;
  readonly value: unknown;
}

/** Every field is absent where it is null. */
const TEXTS = ['generateName', 'namespace'];
const MAPS = ['labels', 'annotations'];

/**
 * What is wrong with the types of those fields of `metadata` that this package reads, as Go decodes
 * ObjectMeta. The name is not looked at. Pure.
 */
export function metadataFaults(metadata: Readonly<Record<string, unknown>>): readonly MetadataFault[] {
  return [
    ...TEXTS.flatMap((field) => textFault(field, metadata[field])),
    ...MAPS.flatMap((field) => {
      const value = metadata[field];
      if (isAbsent(value)) return [];
      if (!isMap(value)) return [{ field, wanted: 'a map', value }];
      return Object.entries(value).flatMap(([key, text]) => textFault(`${field}.${key}`, text));
    }),
    ...listFaults('finalizers', metadata['finalizers'], textFault),
    ...listFaults('ownerReferences', metadata['ownerReferences'], (field, value) =>
      isAbsent(value) || isMap(value) ? [] : [{ field, wanted: 'a map', value }],
    ),
  ];
}

function listFaults(
  field: string,
  value: unknown,
  faultsOf: (field: string, item: unknown) => readonly MetadataFault[],
): readonly MetadataFault[] {
  if (isAbsent(value)) return [];
  if (!Array.isArray(value)) return [{ field, wanted: 'a list', value }];
  return value.flatMap((item, index) => faultsOf(`${field}[${index}]`, item));
}

function textFault(field: string, value: unknown): readonly MetadataFault[] {
  return isAbsent(value) || typeof value === 'string' ? [] : [{ field, wanted: 'a text', value }];
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isAbsent(value: unknown): value is null | undefined {
  return value === undefined || value === null;
}
