import { execFile, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createSocketServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { goCommand } from '../../tools/go-command.mjs';
import { helmBinary } from '../../tools/helm-binary.mjs';

/** The real helm; undefined where it does not run. */
export const HELM = await helmBinary();

/** Runs the real helm in a home of its own; what it prints. */
export function helm(home: string, ...command: string[]): string {
  return execFileSync(HELM ?? 'helm', command, {
    cwd: home,
    env: homeAt(home),
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** The same without standing still, so that a server of this process can answer. */
export async function helmBeside(home: string, ...command: string[]): Promise<void> {
  await promisify(execFile)(HELM ?? 'helm', command, { cwd: home, env: homeAt(home), timeout: 60_000 });
}

function homeAt(home: string): Readonly<Record<string, string | undefined>> {
  return { PATH: process.env['PATH'], HOME: home, HELM_CACHE_HOME: home, HELM_CONFIG_HOME: home, HELM_DATA_HOME: home };
}

/** Packs a chart with helm; the path of the archive. */
export function packChart(
  folder: string,
  name: string,
  version: string,
  files: Readonly<Record<string, string>>,
): string {
  const source = mkdtempSync(join(folder, 'chart-'));
  for (const [path, content] of Object.entries({
    'Chart.yaml': `apiVersion: v2\nname: ${name}\nversion: ${version}\n`,
    ...files,
  })) {
    mkdirSync(dirname(join(source, name, path)), { recursive: true });
    writeFileSync(join(source, name, path), content);
  }
  helm(folder, 'package', join(source, name), '--destination', folder);
  rmSync(source, { recursive: true });
  return join(folder, `${name}-${version}.tgz`);
}

export interface FileServer {
  readonly url: string;
  /** What is served. */
  readonly folder: string;
  readonly requests: { readonly path: string; readonly authorization: string | undefined }[];
  stop(): Promise<void>;
}

/** Serves a folder, as a Helm repository is; with a password when one is given. */
export async function startFileServer(
  options: {
    readonly password?: string;
    readonly intercept?: (request: IncomingMessage, response: ServerResponse) => boolean;
  } = {},
): Promise<FileServer> {
  const folder = mkdtempSync(join(tmpdir(), 'file-server-'));
  const requests: FileServer['requests'] = [];
  const server = createServer((request, response) => {
    const path = (request.url ?? '/').replace(/\?.*/, '');
    const { authorization } = request.headers;
    requests.push({ path, authorization });
    if (options.intercept?.(request, response)) return;
    const file = join(folder, path);
    const wanted = `Basic ${Buffer.from(`robot:${options.password}`).toString('base64')}`;
    if (options.password !== undefined && authorization !== wanted) response.writeHead(401).end();
    else if (existsSync(file) && statSync(file).isFile()) response.end(readFileSync(file));
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    folder,
    requests,
    async stop() {
      if (!server.listening) return;
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The reference registry, listening on the loopback interface. */
export async function startRegistry(): Promise<{ readonly host: string; stop(): Promise<void> }> {
  const command = goCommand('registry', 'github.com/distribution/distribution/v3/cmd/registry');
  const folder = mkdtempSync(join(tmpdir(), 'registry-'));
  const host = `127.0.0.1:${await freePort()}`;
  const file = join(folder, 'config.yml');
  writeFileSync(
    file,
    `version: 0.1\nlog: {accesslog: {disabled: true}, level: error}\nstorage: {filesystem: {rootdirectory: ${folder}/data}}\nhttp: {addr: '${host}'}\n`,
  );
  const child = spawn(command, ['serve', file], {
    env: { PATH: process.env['PATH'], OTEL_TRACES_EXPORTER: 'none' },
    stdio: 'ignore',
  });
  const ended = new Promise((resolve) => child.on('close', resolve));
  for (let attempt = 0; attempt < 200; attempt++) {
    if (
      await fetch(`http://${host}/v2/`).then(
        (answer) => answer.ok,
        () => false,
      )
    )
      break;
    await sleep(50);
  }
  return {
    host,
    async stop() {
      child.kill();
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createSocketServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
