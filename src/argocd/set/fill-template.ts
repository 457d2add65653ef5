import { isRecord } from '../../manifest/kube-object.js';

type Fields = Readonly<Record<string, unknown>>;

/** The content of this field is free, and is taken as a whole. */
const OPAQUE = 'valuesObject';

/**
 * Fills the empty fields of a generator's own template from the template of the ApplicationSet, as Argo CD
 * does. A list is one value, and so is Helm's `valuesObject`.
 */
export function fillTemplate(own: Fields, base: Fields): Fields {
  const filled: Record<string, unknown> = { ...own };
  for (const [key, value] of Object.entries(base)) {
    const before = own[key];
    if (isRecord(before) && isRecord(value)) filled[key] = key === OPAQUE ? before : fillTemplate(before, value);
    else if (isEmpty(before)) filled[key] = value;
  }
  return filled;
}

function isEmpty(value: unknown): boolean {
  return (
    value === undefined ||
    value === null ||
    value === '' ||
    value === false ||
    value === 0 ||
    (Array.isArray(value) && value.length === 0)
  );
}
