/** A repository's URL as one name, however it is reached: `https://user@host/team/repo.git` and `git@host:team/repo` are both `host/team/repo`. */
export function repositoryIdentity(url: string): string {
  const scp = /^(?:[^@/]+@)?([^:/]+):(?!\/\/)(.+)$/.exec(url);
  const bare = scp ? `${scp[1]}/${scp[2]}` : url.replace(/^[a-z+]+:\/\/(?:[^@/]*@)?/i, '');
  const [host = '', ...path] = bare
    .replace(/\/+$/, '')
    .replace(/\.git$/, '')
    .split('/');
  return [host.replace(/:\d+$/, '').toLowerCase(), ...path].join('/');
}
