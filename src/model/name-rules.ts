/**
 * What Kubernetes demands of names. Each function returns why the value is refused, or undefined when it is
 * fine.
 */
const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const QUALIFIED = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;

/** RFC 1123 label: namespaces, Services, and the ids of our constructs (they name folders). */
export function refuseLabelName(value: unknown, longest = 63): string | undefined {
  if (typeof value !== 'string') return 'is not a string';
  if (value === '') return 'is empty';
  if (value.length > longest) return `has ${value.length} characters, ${longest} are allowed`;
  return LABEL.test(value)
    ? undefined
    : 'is not a DNS label (lower-case letters, digits and "-", beginning and ending with a letter or digit)';
}

/** RFC 1123 subdomain: most objects. */
export function refuseSubdomainName(value: unknown): string | undefined {
  if (typeof value !== 'string') return 'is not a string';
  if (value === '') return 'is empty';
  if (value.length > 253) return `has ${value.length} characters, 253 are allowed`;
  return SUBDOMAIN.test(value)
    ? undefined
    : 'is not a DNS subdomain (lower-case letters, digits, "-" and ".", beginning and ending with a letter or digit)';
}

/** Names of RBAC objects and of unknown kinds: anything that is valid in a URL path. */
export function refusePathSegment(value: unknown): string | undefined {
  if (typeof value !== 'string') return 'is not a string';
  if (value === '') return 'is empty';
  if (value.length > 253) return `has ${value.length} characters, 253 are allowed`;
  return value === '.' || value === '..' || /[/%]/.test(value) ? 'contains "/" or "%", or is a dot' : undefined;
}

export function refuseLabelValue(value: unknown): string | undefined {
  if (typeof value !== 'string') return 'is not a string';
  if (value.length > 63) return `has ${value.length} characters, 63 are allowed`;
  return value === '' || QUALIFIED.test(value)
    ? undefined
    : 'is not a label value (letters, digits, "-", "_", ".", beginning and ending with a letter or digit)';
}

/** Keys of labels and annotations: `name` or `prefix/name`. */
export function refuseQualifiedName(value: string): string | undefined {
  const slash = value.indexOf('/');
  const name = value.slice(slash + 1);
  if (slash >= 0 && refuseSubdomainName(value.slice(0, slash)) !== undefined)
    return 'has a prefix that is not a DNS subdomain';
  if (name.length > 63) return `has a name of ${name.length} characters, 63 are allowed`;
  return QUALIFIED.test(name) ? undefined : 'is not a qualified name (letters, digits, "-", "_", ".")';
}
