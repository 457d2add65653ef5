/**
 * Marks an object so that every loaded copy of this package recognises it: the bundled command and the user's
 * project load one each.
 */
export function brand(value: object, name: string): void {
  Object.defineProperty(value, symbolOf(name), { value: true });
}

export function hasBrand(value: unknown, name: string): boolean {
  return typeof value === 'object' && value !== null && symbolOf(name) in value;
}

function symbolOf(name: string): symbol {
  return Symbol.for(`cdk8s-gitops.${name}`);
}
