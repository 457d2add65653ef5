/** Path of a command that is built from the pinned Go module in the folder of its name: the cached one, or a new build. */
export function goCommand(name: string, path: string): string;
export declare function builtGoCommand(name: string): string | undefined;
