import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DownloadSites } from '../../../src/local-cluster/provision/official-files.js';

export interface OfficialSite {
  readonly sites: DownloadSites;
  /** Paths that were asked for. */
  readonly requests: readonly string[];
  /** What is sent, by path; tests damage it. */
  readonly files: Map<string, Buffer>;
  close(): Promise<void>;
}

const sum = (algorithm: string, bytes: Buffer) => createHash(algorithm).update(bytes).digest('hex');
const architecture = process.arch === 'x64' ? 'amd64' : process.arch;

/** Stands for the three download sites, with shell scripts for binaries. Loopback only. */
export async function officialSite(): Promise<OfficialSite> {
  const files = new Map<string, Buffer>();
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(request.url ?? '');
    const bytes = files.get(request.url ?? '');
    response.writeHead(bytes === undefined ? 404 : 200, { 'content-length': bytes?.length ?? 0 }).end(bytes);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  const origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
  fill(files, origin);
  return {
    sites: { envtestIndex: `${origin}/index.yaml`, kubernetes: origin, kwokRelease: `${origin}/release.json` },
    requests,
    files,
    close: () => new Promise((done) => void server.close(() => done())),
  };
}

function fill(files: Map<string, Buffer>, origin: string): void {
  const script = (name: string) => Buffer.from(`#!/bin/sh\necho official ${name}\n`);
  for (const name of ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kubectl']) {
    const path = `/v1.36.2/bin/${process.platform}/${architecture}/${name}`;
    files.set(path, script(name));
    files.set(`${path}.sha256`, Buffer.from(sum('sha256', script(name))));
  }
  const archive = archiveOf('etcd', script('etcd'));
  const archiveName = `envtest-v1.36.2-${process.platform}-${architecture}.tar.gz`;
  files.set('/envtest.tar.gz', archive);
  files.set(
    '/index.yaml',
    Buffer.from(
      `releases:\n  v1.36.2:\n    other.tar.gz:\n      hash: 00\n      selfLink: x\n    ${archiveName}:\n      hash: ${sum('sha512', archive)}\n      selfLink: ${origin}/envtest.tar.gz\n`,
    ),
  );
  files.set('/kwok', script('kwok'));
  const asset = {
    name: `kwok-${process.platform}-${architecture}`,
    digest: `sha256:${sum('sha256', script('kwok'))}`,
    browser_download_url: `${origin}/kwok`,
  };
  files.set(
    '/release.json',
    Buffer.from(JSON.stringify({ assets: [{ name: 'other', browser_download_url: 'x' }, asset] })),
  );
}

/** The layout of controller-runtime's archives. */
function archiveOf(name: string, content: Buffer): Buffer {
  const directory = mkdtempSync(join(tmpdir(), 'envtest-'));
  try {
    mkdirSync(join(directory, 'controller-tools', 'envtest'), { recursive: true });
    writeFileSync(join(directory, 'controller-tools', 'envtest', name), content);
    chmodSync(join(directory, 'controller-tools', 'envtest', name), 0o755);
    execFileSync('tar', ['-czf', join(directory, 'x.tar.gz'), '-C', directory, 'controller-tools']);
    return readFileSync(join(directory, 'x.tar.gz'));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
