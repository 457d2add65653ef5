import { GitopsError } from '../../errors.js';
import { isKubeObject, isRecord, type KubeObject } from '../../manifest/kube-object.js';
import { parseYaml } from '../../manifest/yaml.js';
import type { RepositoryEntry } from './repository-entry.js';

const SECRET_TYPE = 'argocd.argoproj.io/secret-type';
const TEXTS = [
  'name',
  'username',
  'password',
  'bearerToken',
  'sshPrivateKey',
  'tlsClientCertData',
  'tlsClientCertKey',
  'proxy',
  'noProxy',
] as const;
const MATERIAL =
  /^(password|bearerToken|sshPrivateKey|tlsClientCertKey|githubAppPrivateKey|gcpServiceAccountKey|azureServicePrincipalClientSecret)$/;
const UNSUPPORTED = /^(githubApp.*|gcpServiceAccountKey|useAzureWorkloadIdentity|azureServicePrincipal.*)$/;
const TYPES = ['git', 'helm', 'oci'] as const;

/**
 * The repositories of a file in the format of Argo CD's repository Secrets: YAML documents, a List, or what
 * `kubectl get secrets -o yaml` prints. Other objects are passed over.
 *
 * @throws GitopsError ARGOCD_INVALID_REPOSITORY with everything that is wrong, never with a value of a secret
 * field; MANIFEST_INVALID_YAML
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/#repositories
 */
export function parseRepositories(content: string, file: string): readonly RepositoryEntry[] {
  const problems: GitopsError[] = [];
  const entries = secretsIn(parseYaml(content, file)).flatMap((secret): RepositoryEntry[] => {
    try {
      return [entryOf(secret, file)];
    } catch (error) {
      if (!GitopsError.is(error)) throw error;
      problems.push(error);
      return [];
    }
  });
  GitopsError.throwAll(problems);
  return entries;
}

/**
 * What a committed repository Secret says without being secret: that a URL is a chart repository or an OCI
 * registry, and its name. One that holds secret material is not read at all; how a server is reached, such as
 * by a proxy, is the operator's to say and not Git's.
 */
export function parseCommittedRepositories(content: string, file: string): readonly RepositoryEntry[] {
  return secretsIn(parseYaml(content, file)).flatMap((secret) => {
    const fields = fieldsOf(secret);
    if (Object.keys(fields).some((field) => MATERIAL.test(field)) || fields['url'] === undefined) return [];
    const { url, type, name, isTemplate, enableOCI } = entryOf(secret, file);
    return [
      {
        url,
        type,
        isTemplate,
        enableOCI,
        insecure: false,
        insecureOCIForceHttp: false,
        name,
      },
    ];
  });
}

function secretsIn(documents: readonly unknown[]): readonly KubeObject[] {
  return documents
    .flatMap((document) => (isRecord(document) && Array.isArray(document['items']) ? document['items'] : [document]))
    .filter(isKubeObject)
    .filter(
      ({ kind, metadata }) => kind === 'Secret' && /^repo(sitory|-creds)$/.test(metadata.labels?.[SECRET_TYPE] ?? ''),
    );
}

function fieldsOf(secret: KubeObject): Readonly<Record<string, string>> {
  const texts = (value: unknown, decode: (text: string) => string) =>
    isRecord(value) ? Object.entries(value).map(([key, text]) => [key, decode(String(text))] as const) : [];
  const decoded = texts(secret['data'], (text) => Buffer.from(text, 'base64').toString('utf8'));
  return Object.fromEntries([...decoded, ...texts(secret['stringData'], String)].filter(([, text]) => text !== ''));
}

function entryOf(secret: KubeObject, file: string): RepositoryEntry {
  const fields = fieldsOf(secret);
  const { url, type = 'git' } = fields;
  const { name } = secret.metadata;
  if (url === undefined) throw invalidError(name, file, "it has no 'url'");
  const known = TYPES.find((one) => one === type);
  if (known === undefined) throw invalidError(name, file, `its type is '${type}'`);
  const flag = (field: string): boolean => {
    const text = fields[field] ?? 'false';
    if (/^(1|t|true)$/i.test(text)) return true;
    if (/^(0|f|false)$/i.test(text)) return false;
    throw invalidError(name, file, `its '${field}' is neither true nor false`);
  };
  const unsupported = Object.keys(fields).find(
    (field) => UNSUPPORTED.test(field) && !/^(false|0)$/.test(fields[field] ?? ''),
  );
  return {
    url: url.trim(),
    type: known,
    isTemplate: secret.metadata.labels?.[SECRET_TYPE] === 'repo-creds',
    ...Object.fromEntries(TEXTS.flatMap((field) => (fields[field] === undefined ? [] : [[field, fields[field]]]))),
    insecure: flag('insecure') || flag('insecureIgnoreHostKey'),
    enableOCI: flag('enableOCI'),
    insecureOCIForceHttp: flag('insecureOCIForceHttp'),
    ...(unsupported === undefined ? {} : { unsupported }),
  };
}

function invalidError(name: string, file: string, why: string): GitopsError {
  return new GitopsError('ARGOCD_INVALID_REPOSITORY', `the repository Secret '${name}' cannot be used: ${why}`, {
    source: { file },
    object: `Secret ${name}`,
    hint: 'Write stringData: { url: …, type: git|helm|oci, username: …, password: … }, as for Argo CD.',
  });
}
