/** The branches and tags of a Git server. */
export interface RemoteRefs {
  /** Full name to commit; annotated tags to the commit that they mean. */
  readonly refs: Readonly<Record<string, string>>;
  /** The ref that `HEAD` is; absent for a detached one. */
  readonly head?: string;
}

/** What `git ls-remote --symref` prints. Pure. */
export function parseRemoteRefs(output: Buffer): RemoteRefs {
  const refs: Record<string, string> = {};
  let head: string | undefined;
  for (const line of output.toString('utf8').split('\n')) {
    const [value = '', name = ''] = line.split('\t');
    if (value.startsWith('ref: ')) head = name === 'HEAD' ? value.slice('ref: '.length) : head;
    // `^{}` comes after the tag itself, and is the commit.
    else if (name !== '') refs[name.replace(/\^\{\}$/, '')] = value;
  }
  return { refs, head };
}
