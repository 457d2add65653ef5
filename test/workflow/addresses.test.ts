import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '../../src/cli/main.js';
import { toYaml } from '../../src/manifest/yaml.js';
import { captureTerminal } from '../cli/capture-terminal.js';
import { tempRepository } from '../helpers/temp-repository.js';

const SECRET = 'hunter2';
const ADDRESSES = [
  `https://user:${SECRET}@127.0.0.1:9/a.git`,
  `https://${SECRET}@127.0.0.1:9/a.git`,
  `https://user:p@${SECRET}@127.0.0.1:9/a.git`,
  `https://user:${SECRET}/x@127.0.0.1:9/a.git`,
  `https://127.0.0.1:9/a.git?access_token=${SECRET}`,
  `ssh://git:${SECRET}@127.0.0.1:9/a.git`,
  `git:${SECRET}@127.0.0.1:a.git`,
  `oci://user:${SECRET}@127.0.0.1:9/charts`,
];
const argo = (kind: string, name: string, spec: object) =>
  toYaml({ apiVersion: 'argoproj.io/v1alpha1', kind, metadata: { name, namespace: 'argocd' }, spec });
const destination = { name: 'in-cluster', namespace: 'shop' };

/**
 * Each address as the place of files, of a chart, of values, of a base, of a chart that a kustomization
 * needs, and in an ApplicationSet.
 */
function filesOf(repoURL: string, index: number): Record<string, string> {
  const spec = (source: object) => ({ project: 'shop', source, destination });
  return {
    [`argo/files-${index}.yaml`]: argo(
      'Application',
      `files-${index}`,
      spec({ repoURL, path: 'a', targetRevision: 'v1' }),
    ),
    [`argo/chart-${index}.yaml`]: argo(
      'Application',
      `chart-${index}`,
      spec({ repoURL, chart: 'web', targetRevision: '1.x' }),
    ),
    [`argo/several-${index}.yaml`]: argo('Application', `several-${index}`, {
      project: 'shop',
      sources: [
        { repoURL, ref: 'values', targetRevision: 'v1' },
        { repoURL, chart: 'web', targetRevision: '1.0.0', helm: { valueFiles: ['$values/a.yaml'] } },
      ],
      destination,
    }),
    [`argo/base-${index}.yaml`]: argo(
      'Application',
      `base-${index}`,
      spec({ repoURL: 'https://git.example.com/deploy.git', path: `base-${index}` }),
    ),
    [`base-${index}/kustomization.yaml`]: toYaml({
      resources: [
        repoURL.startsWith('https:')
          ? `${repoURL}${repoURL.includes('?') ? '&' : '?'}ref=v1`
          : `git::${repoURL}?ref=v1`,
      ],
    }),
    [`argo/pulled-${index}.yaml`]: argo(
      'Application',
      `pulled-${index}`,
      spec({ repoURL: 'https://git.example.com/deploy.git', path: `pulled-${index}` }),
    ),
    [`pulled-${index}/kustomization.yaml`]: toYaml({ helmCharts: [{ name: 'web', repo: repoURL, version: '1.0.0' }] }),
    [`argo/set-${index}.yaml`]: argo('ApplicationSet', `set-${index}`, {
      generators: [{ git: { repoURL, revision: 'v1', directories: [{ path: '*' }] } }],
      template: { metadata: { name: '{{path.basename}}' }, spec: spec({ repoURL, path: '{{path}}' }) },
    }),
  };
}

test.each([[[]], [['--offline']]])(
  'no verb prints a password or token of an address, %j',
  async (words) => {
    const cache = mkdtempSync(join(tmpdir(), 'addresses-'));
    await using repository = tempRepository();
    repository.git('remote', 'add', 'origin', 'https://git.example.com/deploy.git');
    const project = argo('AppProject', 'shop', {
      sourceRepos: ['https://git.example.com/*'],
      destinations: [{ name: 'in-cluster', namespace: 'other' }],
    });
    repository.commit('first', Object.assign({ 'argo/shop.yaml': project }, ...ADDRESSES.map(filesOf)));
    const gitops = async (...argv: string[]) => {
      const captured = captureTerminal({
        directory: repository.directory,
        environment: { ...process.env, XDG_CACHE_HOME: cache, GIT_SSH_COMMAND: 'false' },
      });
      await main(argv, captured.terminal, new AbortController().signal);
      return captured.out() + captured.err();
    };
    try {
      for (const output of ['text', 'json']) {
        for (const verb of [['list'], ['check'], ['render', '--all']]) {
          const format = verb[0] === 'render' && output === 'text' ? [] : ['--output', output];
          const printed = await gitops(...verb, ...words, ...format);
          expect(printed.length).toBeGreaterThan(100);
          expect(printed.split('\n').filter((line) => line.includes(SECRET))).toEqual([]);
        }
      }
      expect(await gitops('list', ...words, '--output', 'json')).toContain('127.0.0.1');
    } finally {
      rmSync(cache, { recursive: true, force: true });
    }
  },
  300_000,
);
