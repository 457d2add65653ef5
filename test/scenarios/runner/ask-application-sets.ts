import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { kubeconfigEndpoint } from '../../../src/cluster/access/kubeconfig.js';
import { createHttpClient } from '../../../src/cluster/transport/http-client.js';
import { canonicalJson } from '../../../src/manifest/canonical.js';
import { isRecord, type KubeObject } from '../../../src/manifest/kube-object.js';
import { parseObjects } from '../../../src/manifest/yaml.js';
import { tempRepository } from '../../helpers/temp-repository.js';
import { filesBelow } from './scenario-files.js';

export interface AskApplicationSetsOptions {
  readonly kubeconfig: string;
  /** URL of argocd-server. */
  readonly argocd: string;
  readonly print: (line: string) => void;
}

interface Expected {
  readonly applications?: readonly { readonly metadata: { readonly name: string } }[];
  readonly error?: string;
}

const FIXTURES = 'test/applicationsets';
/** The URL that stands in the fixtures for their folder `files`. */
const REPOSITORY = 'https://example.com/repo.git';
/** Argo CD sees new cluster Secrets with a delay. */
const PATIENCE_MS = 60_000;

/**
 * Has a running Argo CD expand every ApplicationSet of `test/applicationsets`, and compares with what is
 * recorded there.
 */
export async function askApplicationSets({
  kubeconfig,
  argocd,
  print,
}: AskApplicationSetsOptions): Promise<{ readonly passed: number; readonly failed: number }> {
  const count = { passed: 0, failed: 0 };
  await assertNoClusters(kubeconfig);
  for (const name of readdirSync(FIXTURES).filter((entry) => existsSync(join(FIXTURES, entry, 'expected.json')))) {
    const problem = await ask(join(FIXTURES, name), kubeconfig, argocd);
    count[problem === undefined ? 'passed' : 'failed'] += 1;
    print(problem === undefined ? `ok     ApplicationSet ${name}` : `FAILED ApplicationSet ${name}\n${problem}`);
  }
  return count;
}

/** What cluster generators make depends on them. */
async function assertNoClusters(kubeconfig: string): Promise<void> {
  const client = createHttpClient(
    await kubeconfigEndpoint({ cluster: 'argocd', files: [kubeconfig], environment: {} }),
  );
  try {
    const query = { labelSelector: 'argocd.argoproj.io/secret-type=cluster' };
    const { items } = (
      await client.request<{ items: readonly KubeObject[] }>({
        method: 'GET',
        path: '/api/v1/namespaces/argocd/secrets',
        query,
      })
    ).body;
    if (items.length === 0) return;
    const names = items.map(({ metadata }) => metadata.name).join(', ');
    throw new Error(
      `this Argo CD has cluster Secrets (${names}), and what is recorded is without any: remove them, or end it with --stop`,
    );
  } finally {
    client.close();
  }
}

async function ask(folder: string, kubeconfig: string, argocd: string): Promise<string | undefined> {
  // recorded by tools/applicationsets
  const expected = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as Expected;
  const endpoint = await kubeconfigEndpoint({ cluster: 'argocd', files: [kubeconfig], environment: {} });
  const client = createHttpClient(endpoint);
  const secrets = existsSync(join(folder, 'clusters.yaml'))
    ? parseObjects(readFileSync(join(folder, 'clusters.yaml'), 'utf8'), 'clusters.yaml')
    : [];
  const path = '/api/v1/namespaces/argocd/secrets';
  await using repository = tempRepository();
  const files = join(folder, 'files');
  const contents = existsSync(files)
    ? filesBelow(files).map((file) => [file, readFileSync(join(files, file))] as const)
    : [];
  repository.commit('files', Object.fromEntries(contents));
  const url = `file://${repository.directory}`;
  try {
    for (const body of secrets) await client.request({ method: 'POST', path, body });
    const text = readFileSync(join(folder, 'applicationset.yaml'), 'utf8').replaceAll(REPOSITORY, url);
    const request = JSON.stringify({ applicationSet: parseObjects(text, 'applicationset.yaml')[0] });
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const problem = compare(expected, await generate(argocd, request), url);
      if (problem === undefined || Date.now() > deadline) return problem;
      await sleep(200);
    }
  } finally {
    for (const { metadata } of secrets) await client.request({ method: 'DELETE', path: `${path}/${metadata.name}` });
    client.close();
  }
}

interface Answer {
  readonly ok: boolean;
  readonly text: string;
}

async function generate(argocd: string, body: string): Promise<Answer> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${argocd}/api/v1/applicationsets/generate`, {
    method: 'POST',
    headers,
    body,
    signal: AbortSignal.timeout(120_000),
  });
  return { ok: response.ok, text: await response.text() };
}

function compare({ applications, error }: Expected, { ok, text }: Answer, url: string): string | undefined {
  if (error !== undefined) return ok ? `it is expanded, and was refused when it was recorded: ${error}` : undefined;
  if (!ok) return text;
  const answered = (JSON.parse(text.replaceAll(url, REPOSITORY)) as Expected).applications ?? [];
  const [then, now] = [applications ?? [], answered].map((list) =>
    list.map((one) => canonicalJson(withoutEmpty(one))).sort(),
  );
  return now?.join('\n') === then?.join('\n')
    ? undefined
    : `Argo CD answers\n${now?.join('\n')}\nand answered when it was recorded\n${then?.join('\n')}`;
}

/** Go writes empty fields that nobody gave. */
function withoutEmpty(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutEmpty);
  if (!isRecord(value)) return value;
  const entries = Object.entries(value).map(([key, part]) => [key, withoutEmpty(part)] as const);
  const isEmpty = (part: unknown) =>
    part === null ||
    part === undefined ||
    part === '' ||
    (isRecord(part) && Object.keys(part).length === 0) ||
    (Array.isArray(part) && part.length === 0);
  return Object.fromEntries(entries.filter(([key, part]) => !isEmpty(part) && key !== 'status'));
}
