import { createHash } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FileSet } from '../../../src/files/file-set.js';
import { recordedBases } from '../../../src/workflow/sources/recorded-sources.js';
import { createRemoteSources } from '../../../src/workflow/sources/remote-sources.js';
import { startFileServer } from '../../helpers/chart-servers.js';
import { startGitServer } from '../../helpers/git-server.js';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

async function serveGit() {
  const server = await startGitServer();
  cleanups.push(() => server.stop());
  return { server, repoURL: `${server.url}lib.git` };
}

const remote = () => createRemoteSources({}, FileSet.EMPTY);

test('a plain file at a URL is the one that it was, or an error', async () => {
  const server = await startFileServer();
  cleanups.push(() => server.stop());
  const [file, url] = [join(server.folder, 'x.yaml'), `${server.url}/x.yaml`];
  const revision = `sha256:${createHash('sha256').update('a: 1\n').digest('hex')}`;
  const recorded = [{ repoURL: url, targetRevision: '', revision }];

  writeFileSync(file, 'a: 1\n');
  expect(await recordedBases(remote(), recorded).manifest(url)).toEqual({ status: 200, text: 'a: 1\n' });
  writeFileSync(file, 'a: 2\n');
  await expect(recordedBases(remote(), recorded).manifest(url)).rejects.toMatchObject({
    code: 'RENDER_PATH_MISSING',
    message: expect.stringContaining('not what it was'),
  });
  rmSync(file);
  expect(await recordedBases(remote(), recorded).manifest(url)).toEqual({ status: 404 });
});

test('a reference with a user finds what was recorded without it, and what was not recorded stands for what it is now', async () => {
  const { server, repoURL } = await serveGit();
  const old = server.commit('lib.git', { 'a.yaml': 'a: 1\n' });
  const now = server.commit('lib.git', { 'a.yaml': 'a: 2\n' }, { tag: 'v1' });
  const bases = recordedBases(remote(), [{ repoURL, path: 'a', targetRevision: 'main', revision: old }]);

  expect((await bases.git(repoURL.replace('://', '://robot@'), 'main')).revision).toBe(old);
  expect((await bases.git(repoURL, 'v1')).revision).toBe(now);
});

test('what stood for two things in an overlay of several Argo Applications is refused', async () => {
  const { server, repoURL } = await serveGit();
  const [one, two] = [
    server.commit('lib.git', { 'a.yaml': 'a: 1\n' }),
    server.commit('lib.git', { 'a.yaml': 'a: 2\n' }),
  ];
  const recorded = [one, two].map((revision) => ({ repoURL, targetRevision: 'main', revision }));

  await expect(recordedBases(remote(), recorded).git(repoURL, 'main')).rejects.toMatchObject({
    code: 'WORKFLOW_NOT_SYNCED',
    hint: 'Roll back one Argo Application at a time.',
  });
});
