/** The branches and tags of a Git server. */
export interface RemoteRefs {
  /** The commit of each ref by its full name. An annotated tag has the commit to which it points. */
  readonly refs: Readonly<Record<string, string>>;
  /** The ref to which `HEAD` points; absent when it is detached. */
  readonly head?: string;
}

/** Reads the output of `git ls-remote --symref`. Pure. */
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
