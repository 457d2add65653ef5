/** The parts of an image reference. */
export interface ImageReference {
  readonly name: string;
  readonly tag: string;
  readonly digest: string;
}

/** Takes a reference apart as kustomize does: what follows the first `:` or `@` after the registry. */
export function parseImage(reference: string): ImageReference {
  const path = Math.max(0, reference.indexOf('/'));
  const colon = reference.indexOf(':', path);
  const at = reference.indexOf('@', path);
  if (at >= 0 && (colon < 0 || at < colon))
    return { name: reference.slice(0, at), tag: '', digest: reference.slice(at + 1) };
  if (at >= 0)
    return { name: reference.slice(0, colon), tag: reference.slice(colon + 1, at), digest: reference.slice(at + 1) };
  if (colon >= 0) return { name: reference.slice(0, colon), tag: reference.slice(colon + 1), digest: '' };
  return { name: reference, tag: '', digest: '' };
}

export function formatImage({ name, tag, digest }: ImageReference): string {
  return `${name}${tag ? `:${tag}` : ''}${digest ? `@${digest}` : ''}`;
}
