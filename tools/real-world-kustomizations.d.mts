/** A folder with one folder of kustomizations for each project: the cached one, or a new copy out of pinned Go modules. @throws when Go fails */
export function realWorldKustomizations(): string;
