/** The versions there are. */
export const NODE_VERSIONS: readonly string[];
/** Whether they run on this machine: Linux on x64 only. */
export const NODE_RUNS_HERE: boolean;
/** Path of a Node.js of this version. @throws when it is not cached and npm cannot be reached, or when its digest is another */
export function nodeBinary(version: string): Promise<string>;
