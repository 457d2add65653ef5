import { join } from 'node:path';
import { operatorEnvironment } from '../../host/operator-environment.js';
import { withTemporaryFolder } from '../../host/with-temporary-folder.js';
import type { GitAccess } from './git-access.js';

type Environment = Readonly<Record<string, string>>;

/**
 * Answers git's question for a user name from the environment of git itself, which no other user can read.
 */
const HELPER =
  '!f() { test "$1" = get && printf "username=%s\\npassword=%s\\n" "$CDK8S_GITOPS_USER" "$CDK8S_GITOPS_PASSWORD"; }; f';
/** A connection slower than 1 kB/s for half a minute counts as dead. */
const STALL: readonly (readonly [string, string])[] = [
  ['http.lowSpeedLimit', '1000'],
  ['http.lowSpeedTime', '30'],
];

/** The variables with which git signs in to a server. Keys are in files of their own while git runs. */
export async function withGitAccess<Result>(
  url: string,
  access: GitAccess,
  work: (environment: Environment) => Promise<Result>,
): Promise<Result> {
  const contents = Object.entries({
    ssh: access.sshPrivateKey,
    knownHosts: access.sshKnownHosts,
    authority: access.tlsCertificateAuthority,
    certificate: access.tlsClientCertData,
    key: access.tlsClientCertKey,
  }).flatMap(([name, content]) => (content === undefined ? [] : [[name, withLineEnd(content)] as const]));
  if (contents.length === 0) return work(environmentOf(url, access, {}));
  return withTemporaryFolder('git', contents, (folder) =>
    work(environmentOf(url, access, Object.fromEntries(contents.map(([name]) => [name, join(folder, name)])))),
  );
}

/** OpenSSH refuses a key without a line end. */
function withLineEnd(content: string): string {
  return content.endsWith('\n') ? content : `${content}\n`;
}

type KeyFiles = {
  readonly ssh?: string;
  readonly knownHosts?: string;
  readonly authority?: string;
  readonly certificate?: string;
  readonly key?: string;
};

function environmentOf(url: string, access: GitAccess, files: KeyFiles): Environment {
  const { username, password, bearerToken, insecure, proxy, noProxy, local } = access;
  const origin = /^https?:\/\/[^/]+/i.exec(url)?.[0];
  const settings: (readonly [string, string])[] = [...STALL];
  if (origin !== undefined && bearerToken !== undefined) {
    settings.push(
      ['http.followRedirects', 'false'],
      [`http.${origin}/.extraHeader`, `Authorization: Bearer ${bearerToken}`],
    );
  } else if (origin !== undefined && (username ?? password) !== undefined) {
    settings.push(['credential.helper', ''], [`credential.${origin}.helper`, HELPER]);
  }
  if (proxy !== undefined) settings.push(['http.proxy', proxy]);
  return {
    ...configuration(settings),
    GIT_ALLOW_PROTOCOL: local === true ? 'http:https:ssh:git:file' : 'http:https:ssh:git',
    GIT_SSH_COMMAND: sshCommand(files, insecure === true),
    // Like Argo CD, it sends a password also without a user name.
    ...((username ?? password) === undefined
      ? {}
      : { CDK8S_GITOPS_USER: username || 'git', CDK8S_GITOPS_PASSWORD: password ?? '' }),
    ...(insecure === true ? { GIT_SSL_NO_VERIFY: 'true' } : {}),
    ...(files.authority === undefined ? {} : { GIT_SSL_CAINFO: files.authority }),
    ...(noProxy === undefined ? {} : { NO_PROXY: noProxy, no_proxy: noProxy }),
    ...(files.certificate === undefined || files.key === undefined
      ? {}
      : { GIT_SSL_CERT: files.certificate, GIT_SSL_KEY: files.key }),
  };
}

/** After what the environment sets itself. */
function configuration(settings: readonly (readonly [string, string])[]): Environment {
  const before = Number(operatorEnvironment()['GIT_CONFIG_COUNT'] ?? 0) || 0;
  const pairs = settings.flatMap(([key, value], index) => [
    [`GIT_CONFIG_KEY_${before + index}`, key],
    [`GIT_CONFIG_VALUE_${before + index}`, value],
  ]);
  return { ...Object.fromEntries(pairs), GIT_CONFIG_COUNT: String(before + settings.length) };
}

function sshCommand({ ssh, knownHosts }: KeyFiles, insecure: boolean): string {
  const base =
    ssh === undefined ? (operatorEnvironment()['GIT_SSH_COMMAND'] ?? 'ssh') : `ssh -i '${ssh}' -o IdentitiesOnly=yes`;
  const only =
    knownHosts === undefined
      ? ''
      : ` -o StrictHostKeyChecking=yes -o GlobalKnownHostsFile=/dev/null -o UserKnownHostsFile='${knownHosts}'`;
  return `${base} -o BatchMode=yes -o ConnectTimeout=20${insecure ? ' -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null' : only}`;
}
