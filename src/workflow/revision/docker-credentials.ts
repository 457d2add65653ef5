import { isRecord } from '../../manifest/kube-object.js';
import type { RegistryAccess } from '../../registry/registry-access.js';
import type { GivenFile } from '../api/given-file.js';

/** The user whom `docker login` or `helm registry login` noted for a registry, or nothing. Credential helpers of docker are not run. */
export function dockerCredentials(registry: string, { content }: GivenFile): Pick<RegistryAccess, 'username' | 'password'> {
  const auths = authsIn(content);
  const names =
    registry === 'docker.io'
      ? ['https://index.docker.io/v1/', 'docker.io', 'registry-1.docker.io']
      : [registry, `https://${registry}`, `http://${registry}`];
  const entry = names.map((name) => auths[name]).find(isRecord);
  if (typeof entry?.['auth'] !== 'string') return {};
  const [username = '', ...password] = Buffer.from(entry['auth'], 'base64').toString('utf8').split(':');
  return username === '' ? {} : { username, password: password.join(':') };
}

function authsIn(content: string): Readonly<Record<string, unknown>> {
  try {
    const config: unknown = JSON.parse(content);
    return isRecord(config) && isRecord(config['auths']) ? config['auths'] : {};
  } catch {
    return {};
  }
}
