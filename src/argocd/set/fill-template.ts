import { isRecord } from '../../manifest/kube-object.js';

type Fields = Readonly<Record<string, unknown>>;

/** Free content: taken whole. */
const OPAQUE = 'valuesObject';

/**
 * A generator's own template with what it leaves empty taken from the ApplicationSet's, as Argo CD merges
 * them: a list is one value, and so are Helm's `valuesObject`.
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
