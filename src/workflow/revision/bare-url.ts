/** A URL without user name and password, and what they were. The user of an SSH URL stays: it is part of the address. */
export function bareUrl(url: string): { readonly url: string; readonly username?: string; readonly password?: string } {
  const match = /^(https?:\/\/)([^@/]*)@(.*)$/i.exec(url);
  if (!match) return { url };
  const [, scheme = '', user = '', rest = ''] = match;
  const [username = '', ...password] = user.split(':');
  return {
    url: scheme + rest,
    ...(username === '' ? {} : { username: decode(username) }),
    ...(password.length === 0 ? {} : { password: decode(password.join(':')) }),
  };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
