import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { COMPONENTS } from '../../../src/local-cluster/provision/components.js';
import { downloadComponent } from '../../../src/local-cluster/provision/download-component.js';
import type { DownloadSites } from '../../../src/local-cluster/provision/official-files.js';
import { type OfficialSite, officialSite } from './official-site.js';

const platform = { os: process.platform, architecture: process.arch === 'x64' ? 'amd64' : process.arch };
const [etcd, kwok, kube] = COMPONENTS;
let site: OfficialSite;
let outputDirectory: string;
beforeEach(async () => {
  site = await officialSite();
  outputDirectory = mkdtempSync(join(tmpdir(), 'download-'));
});
afterEach(async () => {
  await site.close();
  rmSync(outputDirectory, { recursive: true, force: true });
});

const download = (component = kwok!, sites: DownloadSites = site.sites, os: string = platform.os) =>
  downloadComponent({ component, sites, platform: { ...platform, os }, outputDirectory, onBytes: () => undefined });

test.each([{ component: etcd! }, { component: kwok! }])(
  'the official $component.name is downloaded whole',
  async ({ component }) => {
    await download(component);

    expect(readdirSync(outputDirectory)).toEqual([component.name]);
  },
);

test('server binaries are official on Linux only', async () => {
  await expect(download(kube!, site.sites, 'darwin')).rejects.toMatchObject({
    code: 'LOCAL_DOWNLOAD_FAILED',
    message: expect.stringContaining('darwin'),
  });
  expect(site.requests).toEqual([]);
});

test.each([
  { case: 'a binary', component: kwok!, path: '/kwok' },
  { case: 'an archive', component: etcd!, path: '/envtest.tar.gz' },
])('$case with a wrong checksum is refused and removed', async ({ component, path }) => {
  site.files.set(path, Buffer.from('something else'));

  await expect(download(component)).rejects.toMatchObject({
    code: 'LOCAL_DOWNLOAD_FAILED',
    message: expect.stringMatching(/is not what its published sha\d+ says/),
  });
  expect(existsSync(join(outputDirectory, component.name))).toBe(false);
  expect(readdirSync(outputDirectory)).toEqual([]);
});

test.each([
  { case: 'a release without the file', path: '/release.json', content: '{"assets":[]}' },
  { case: 'a release without a digest', path: '/release.json', content: '{}' },
])('$case is refused', async ({ path, content }) => {
  site.files.set(path, Buffer.from(content));

  await expect(download()).rejects.toMatchObject({
    code: 'LOCAL_DOWNLOAD_FAILED',
    message: expect.stringContaining('does not list kwok'),
  });
});

test('a description that is a login page is refused', async () => {
  site.files.set('/release.json', Buffer.from('<html>'));

  await expect(download()).rejects.toMatchObject({ code: 'LOCAL_DOWNLOAD_FAILED' });
});

test('a site that accepts and never answers costs about two seconds', async () => {
  const sockets: { destroy(): void }[] = [];
  const silent = createServer((socket) => void sockets.push(socket));
  await new Promise<void>((done) => silent.listen(0, '127.0.0.1', done));
  const address = silent.address();

  const refused = expect(
    download(kwok!, {
      ...site.sites,
      kwokRelease: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/`,
    }),
  ).rejects;
  await refused.toMatchObject({ code: 'LOCAL_DOWNLOAD_FAILED', message: expect.stringContaining('does not answer') });
  for (const socket of sockets) socket.destroy();
  silent.close();
});

test('an aborted download is interrupted, not failed', async () => {
  const aborted = downloadComponent({
    component: kwok!,
    sites: site.sites,
    platform,
    outputDirectory,
    onBytes: () => undefined,
    signal: AbortSignal.abort(),
  });

  await expect(aborted).rejects.toMatchObject({ code: 'INTERRUPTED' });
});
