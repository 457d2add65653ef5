import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readAccessFile } from '../../../src/cli/input/read-access-file.js';
import { toYaml } from '../../../src/manifest/yaml.js';
import { tempRepository } from '../../helpers/temp-repository.js';

const FOREIGN = {
  'argo/web.yaml': toYaml({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name: 'web' },
    spec: {
      project: 'default',
      source: { repoURL: 'https://git.example.com/a.git', path: 'web' },
      destination: { name: 'eu' },
    },
  }),
  'argo/eu.yaml': toYaml({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'eu', labels: { 'argocd.argoproj.io/secret-type': 'cluster' } },
    stringData: { name: 'eu', server: 'https://eu.example.com' },
  }),
};

test('names the clusters of a repository in any layout, and no others', async () => {
  await using repository = tempRepository();
  repository.commit('first', FOREIGN);
  const read = (clusters: string) => {
    const file = join(repository.directory, 'access.yaml');
    writeFileSync(file, clusters);
    return readAccessFile(
      { file, directory: repository.directory, repository: repository.directory },
      { environment: {} },
    );
  };

  await expect(read('clusters:\n  eu: {context: a}\n  in-cluster: {context: b}\n')).resolves.toBeDefined();
  await expect(read('clusters:\n  us: {context: a}\n')).rejects.toMatchObject({ code: 'CLUSTER_ACCESS_INVALID' });
});

test('a file that names no cluster needs none in the repository', async () => {
  await using repository = tempRepository();
  repository.commit('first', { 'README.md': '# Empty' });
  const secrets = join(repository.directory, 'secrets.yaml');
  writeFileSync(secrets, '- {name: eu, server: "https://eu.example.com"}\n');
  const file = join(repository.directory, 'access.yaml');
  const place = { file, directory: repository.directory, repository: repository.directory };
  writeFileSync(file, 'argocd: {secrets: ./secrets.yaml}\n');

  await expect(readAccessFile(place, { environment: {} })).resolves.toMatchObject({
    registry: { secrets: [expect.objectContaining({ kind: 'Secret' })] },
  });
  writeFileSync(file, 'clusters: {eu: {context: a}}\n');
  await expect(readAccessFile(place, { environment: {} })).rejects.toMatchObject({ code: 'GIT_FOLDER_NOT_FOUND' });
});
