import { join } from 'node:path';
import { main } from '../../../src/cli/main.js';
import { tempRepository } from '../../helpers/temp-repository.js';
import { captureTerminal } from '../capture-terminal.js';

const application = (name: string, path: string) =>
  JSON.stringify({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name, namespace: 'argocd' },
    spec: {
      project: 'default',
      source: { repoURL: 'https://git.example.com/mono.git', targetRevision: 'main', path },
      destination: { name: 'a', namespace: 'b' },
    },
  });

/** Names of the Argo Applications that are listed from a folder. */
async function namesFrom(directory: string, ...argv: string[]): Promise<readonly string[]> {
  const captured = captureTerminal({ directory });
  expect([
    await main(['list', '--output', 'json', ...argv], captured.terminal, new AbortController().signal),
    captured.err(),
  ]).toEqual([0, '']);
  const { applications } = JSON.parse(captured.out()) as {
    readonly applications: readonly { readonly name: string }[];
  };
  return applications.map(({ name }) => name);
}

test('in a project in a sub-folder its output is read; at the top of the repository everything, hand-written halves too', async () => {
  await using repository = tempRepository();
  repository.commit('first', {
    'argocd/old.yaml': application('old', 'base'),
    'base/config.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: old }\n',
    'deploy/environments/index.ts': '',
    'deploy/gitops/.gitops/root.json': '{ "version": 1, "files": {} }\n',
    'deploy/gitops/applications/dev/new-dev.yaml': application('new-dev', 'deploy/gitops/apps/new/overlays/dev'),
    'deploy/gitops/apps/new/overlays/dev/config.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: new }\n',
  });
  const { directory } = repository;

  expect(await namesFrom(join(directory, 'deploy'))).toEqual(['new-dev']);
  expect(await namesFrom(join(directory, 'deploy/environments'))).toEqual(['new-dev']);
  expect(await namesFrom(directory, '--repository', 'deploy')).toEqual(['new-dev']);
  expect(await namesFrom(directory)).toEqual(['new-dev', 'old']);
  expect(await namesFrom(join(directory, 'deploy'), '--output-dir', 'argocd')).toEqual(['old']);
  expect(await namesFrom(join(directory, 'deploy'), '-C', '..')).toEqual(['new-dev', 'old']);
});
