const MAX_LENGTH = 253;

/**
 * A text as a DNS name, as Argo CD makes `nameNormalized` and the like: lower case, anything else than
 * `a-z0-9.-` is `-`, none of `-.` at the ends.
 */
export function normalizeName(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^-a-z0-9.]/gu, '-')
    .slice(0, MAX_LENGTH)
    .replace(/^[-.]+|[-.]+$/g, '');
}
