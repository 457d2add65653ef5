import { GitopsError } from '../../errors.js';
import { defined } from '../../manifest/defined.js';
import { isRecord, type KubeObject } from '../../manifest/kube-object.js';
import { lineOf } from '../../manifest/line-of.js';
import { lineOfSteps } from '../../manifest/line-of-steps.js';
import { objectsAmong } from '../../manifest/objects-among.js';
import {
  choice,
  openObject,
  readShape,
  type ShapeProblem,
  type TypeOf,
  text,
  texts,
  textThat,
} from '../../manifest/shape.js';
import { parseYaml } from '../../manifest/yaml.js';
import type { RepositoryEntry } from './repository-entry.js';

const SECRET_TYPE = 'argocd.argoproj.io/secret-type';
const MATERIAL =
  /^(password|bearerToken|sshPrivateKey|tlsClientCertKey|githubAppPrivateKey|gcpServiceAccountKey|azureServicePrincipalClientSecret)$/;
const UNSUPPORTED = /^(githubApp.*|gcpServiceAccountKey|useAzureWorkloadIdentity|azureServicePrincipal.*)$/;
const FLAG = textThat('is neither true nor false', (value) => /^(1|t|true|0|f|false)$/i.test(value));
/** A repository Secret, with its encoded and its plain fields. */
const SECRET_SHAPE = openObject({ data: texts, stringData: texts });
/** The decoded fields of a repository Secret. */
const FIELDS_SHAPE = openObject(
  {
    url: text,
    type: choice('git', 'helm', 'oci'),
    name: text,
    username: text,
    password: text,
    bearerToken: text,
    sshPrivateKey: text,
    tlsClientCertData: text,
    tlsClientCertKey: text,
    proxy: text,
    noProxy: text,
    insecure: FLAG,
    insecureIgnoreHostKey: FLAG,
    enableOCI: FLAG,
    insecureOCIForceHttp: FLAG,
  },
  ['url'],
);

/**
 * The repositories of a file in the format of Argo CD's repository Secrets: YAML documents, a List, or what
 * `kubectl get secrets -o yaml` prints. Other objects are passed over.
 *
 * @throws GitopsError ARGOCD_INVALID_REPOSITORY with everything that is wrong, never with a value of a secret
 * field; MANIFEST_INVALID_YAML
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/#repositories
 */
export function parseRepositories(content: string, file: string): readonly RepositoryEntry[] {
  const documents = parseYaml(content, file).filter((document) => document !== null && document !== undefined);
  // A file that was mistaken for another one would otherwise be passed over, and every login with it.
  if (!documents.every((document) => isRecord(document) && typeof document['kind'] === 'string'))
    throw new GitopsError('ARGOCD_INVALID_REPOSITORY', `'${file}' holds something else than Kubernetes objects`, {
      source: { file },
      hint: "Give repository Secrets: 'kubectl get secrets -n argocd -l argocd.argoproj.io/secret-type -o yaml' prints them.",
    });
  const problems: GitopsError[] = [];
  const entries = secretsIn(documents, file).flatMap((secret): RepositoryEntry[] => {
    try {
      return [entryOf(secret, file, content)];
    } catch (error) {
      if (!GitopsError.is(error)) throw error;
      problems.push(...GitopsError.each(error));
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
  return secretsIn(parseYaml(content, file), file).flatMap((secret) => {
    const fields = fieldsOf(secret, file, content);
    if (Object.keys(fields).some((field) => MATERIAL.test(field)) || fields['url'] === undefined) return [];
    const { url, type, name, isTemplate, enableOCI } = entryOf(secret, file, content);
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

function secretsIn(documents: readonly unknown[], file: string): readonly KubeObject[] {
  return objectsAmong(documents, file).filter(
    ({ kind, metadata }) => kind === 'Secret' && /^repo(sitory|-creds)$/.test(metadata.labels?.[SECRET_TYPE] ?? ''),
  );
}

/** @throws GitopsError ARGOCD_INVALID_REPOSITORY for a field that is not a text */
function fieldsOf(secret: KubeObject, file: string, content: string): Readonly<Record<string, string>> {
  const { value, problems } = readShape<TypeOf<typeof SECRET_SHAPE>>(secret, SECRET_SHAPE);
  if (value === undefined) throw invalidErrors(problems, secret, file, content);
  const decoded = Object.entries(value.data ?? {}).map(
    ([key, encoded]) => [key, Buffer.from(encoded, 'base64').toString('utf8')] as const,
  );
  const all = [...decoded, ...Object.entries(value.stringData ?? {})];
  return Object.fromEntries(all.filter(([, field]) => field !== ''));
}

function entryOf(secret: KubeObject, file: string, content: string): RepositoryEntry {
  const fields = fieldsOf(secret, file, content);
  const { value, problems } = readShape(fields, FIELDS_SHAPE);
  if (value === undefined) throw invalidErrors(problems, secret, file, content);
  const { url, type = 'git', name, username, password, bearerToken, sshPrivateKey } = value;
  const { tlsClientCertData, tlsClientCertKey, proxy, noProxy } = value;
  const unsupported = Object.keys(fields).find(
    (field) => UNSUPPORTED.test(field) && !/^(false|0)$/.test(fields[field] ?? ''),
  );
  return {
    url: url.trim(),
    type,
    isTemplate: secret.metadata.labels?.[SECRET_TYPE] === 'repo-creds',
    ...defined({ name, username, password, bearerToken, sshPrivateKey, tlsClientCertData, tlsClientCertKey }),
    ...defined({ proxy, noProxy, unsupported }),
    insecure: isTrue(value.insecure) || isTrue(value.insecureIgnoreHostKey),
    enableOCI: isTrue(value.enableOCI),
    insecureOCIForceHttp: isTrue(value.insecureOCIForceHttp),
  };
}

function isTrue(flag = 'false'): boolean {
  return /^(1|t|true)$/i.test(flag);
}

/** The errors show types and no values, because a value may be a secret. */
function invalidErrors(
  problems: readonly ShapeProblem[],
  { metadata: { name } }: KubeObject,
  file: string,
  content: string,
): GitopsError {
  const start = lineOf(content, `name: ${name}`);
  return GitopsError.all(
    problems.map(
      ({ path, message, steps = [] }) =>
        new GitopsError(
          'ARGOCD_INVALID_REPOSITORY',
          `the repository Secret '${name}' cannot be used: ${path} ${message}`,
          {
            source: { file, line: lineOfSteps(content, steps.slice(-1), start) ?? start },
            object: `Secret ${name}`,
            hint: 'Write stringData: { url: …, type: git|helm|oci, username: …, password: … }, as for Argo CD.',
          },
        ),
    ),
  );
}
