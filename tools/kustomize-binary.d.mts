/** Path of kustomize 5.8.1: `KUSTOMIZE` where it is set, the cached one, or a new build. @throws when Go fails */
export function kustomizeBinary(): string;
