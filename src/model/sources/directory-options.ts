/** A variable of Jsonnet. Texts are passed as texts, anything else as code. */
export type JsonnetVariables = Readonly<Record<string, unknown>>;

/** How Argo CD reads a folder of manifests: YAML, JSON and Jsonnet. */
export interface DirectoryOptions {
  /** Read the folders below too. @default false */
  readonly recurse?: boolean;
  /** The files to read, as a glob on the path below the folder: `*.yaml`, `{a,b}/*.yaml`. @default all */
  readonly include?: string;
  /** The files to leave out; it wins over `include`. @default none */
  readonly exclude?: string;
  /** Variables and libraries of Jsonnet files. */
  readonly jsonnet?: {
    /** External variables, `std.extVar`. */
    readonly extVars?: JsonnetVariables;
    /** Top-level arguments. */
    readonly tlas?: JsonnetVariables;
    /** Folders in which imports are looked for, from the top of the repository. */
    readonly libs?: readonly string[];
  };
}
