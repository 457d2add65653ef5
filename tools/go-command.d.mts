/** Path of a command that is built from the pinned Go module in the folder of its name: the cached one, or a new build. */
export function goCommand(name: string, path: string): string;
/** Path of such a command where it was built before; undefined otherwise. */
export function builtGoCommand(name: string): string | undefined;
