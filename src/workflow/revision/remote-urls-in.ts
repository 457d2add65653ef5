/** `[remote "origin"]` and the older `[remote.origin]`: the section, the name, and the rest of the line. */
const SECTION = /^\s*\[([\w-]+)(\s+"(?:[^"\\]|\\.)*"|\.[^\]\s]+)?\](.*)$/;
const ADDRESS = /^\s*(?:push)?url\s*=(.*)$/i;

/**
 * The addresses of the remotes in a configuration of Git, fetched from or pushed to. Those of submodules, and
 * of Git LFS, belong to other repositories. Read here because git would take longer to start. Pure.
 *
 * @see https://git-scm.com/docs/git-config#_configuration_file
 */
export function remoteUrlsIn(config: string): readonly string[] {
  let isRemote = false;
  return config.split(/\r?\n/).flatMap((line) => {
    const [, section, name, rest = line] = SECTION.exec(line) ?? [];
    if (section !== undefined) isRemote = section.toLowerCase() === 'remote' && name !== undefined;
    const written = isRemote ? ADDRESS.exec(rest)?.[1] : undefined;
    const url = written === undefined ? '' : plainValue(written);
    return url === '' ? [] : [url];
  });
}

/** A value without its quotes, the comment after it, and the space around it. */
function plainValue(written: string): string {
  return written.replace(/"((?:[^"\\]|\\.)*)"?|[#;].*/g, (_, quoted = '') => quoted).trim();
}
