/** The versions there are. */
export const NODE_VERSIONS: readonly string[];
/** Whether they run on this machine: Linux on x64 only. */
export const NODE_RUNS_HERE: boolean;
/** Whether a download would help. */
export function nodeBinaryIsMissing(version: string): boolean;
/** Path of a Node.js of this version. @throws ToolFailure when it is not cached and npm cannot be reached; an Error when its digest is another */
export function nodeBinary(version: string): Promise<string>;
