import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface GitServerOptions {
  readonly username?: string;
  readonly password?: string;
  readonly bearerToken?: string;
  readonly tls?: Pick<ServerOptions, 'ca' | 'cert' | 'key' | 'rejectUnauthorized' | 'requestCert'>;
  /** Answers a request in place of git; true when it did. */
  readonly intercept?: (request: IncomingMessage, response: ServerResponse) => boolean;
}

/** A real Git server: `git http-backend` behind HTTP on the loopback interface. */
export interface GitServer {
  /** URL of the folder of repositories, with a slash. */
  readonly url: string;
  readonly folder: string;
  /** Method and path of each request, and who it came from. */
  readonly requests: { readonly line: string; readonly authorization: string | undefined }[];
  /** Makes or changes a repository; the commit. */
  commit(
    name: string,
    files: Readonly<Record<string, string | Buffer>>,
    options?: { readonly branch?: string; readonly tag?: string },
  ): string;
  git(name: string, ...command: string[]): string;
  stop(): Promise<void>;
}

export async function startGitServer(options: GitServerOptions = {}): Promise<GitServer> {
  const folder = mkdtempSync(join(tmpdir(), 'git-server-'));
  const requests: GitServer['requests'] = [];
  const handle = (request: IncomingMessage, response: ServerResponse) => {
    requests.push({ line: `${request.method} ${request.url}`, authorization: request.headers.authorization });
    if (options.intercept?.(request, response)) return;
    if (isAllowed(request, options)) answer(folder, request, response);
    else response.writeHead(401, { 'www-authenticate': 'Basic realm="git"' }).end();
  };
  const server = options.tls ? createTlsServer(options.tls, handle) : createServer(handle);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const run = (directory: string, input: string | undefined, ...command: string[]) =>
    execFileSync('git', command, {
      cwd: directory,
      input,
      encoding: 'utf8',
      env: { ...process.env, ...IDENTITY },
      stdio: ['pipe', 'pipe', 'pipe'],
    }).trim();
  return {
    url: `${options.tls ? 'https' : 'http'}://127.0.0.1:${port}/`,
    folder,
    requests,
    commit(name, files, { branch = 'main', tag } = {}) {
      const directory = join(folder, name);
      run(folder, undefined, 'init', '--quiet', '--bare', '--initial-branch=main', name);
      const parts = Object.entries(files).map(([path, content]) => {
        const bytes = Buffer.from(content);
        return Buffer.concat([
          Buffer.from(`M 100644 inline ${path}\ndata ${bytes.length}\n`),
          bytes,
          Buffer.from('\n'),
        ]);
      });
      const head = `commit refs/heads/${branch}\ncommitter Test <test@example.com> 1700000000 +0000\ndata 5\nfiles\ndeleteall\n`;
      const stream = Buffer.concat([Buffer.from(head), ...parts, Buffer.from('\n')]);
      execFileSync('git', ['fast-import', '--quiet', '--force'], { cwd: directory, input: stream });
      if (tag !== undefined) run(directory, undefined, 'tag', '-a', '-m', 'tag', tag, `refs/heads/${branch}`);
      return run(directory, undefined, 'rev-parse', `refs/heads/${branch}`);
    },
    git: (name, ...command) => run(join(folder, name), undefined, ...command),
    async stop() {
      if (!server.listening) return;
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const IDENTITY = {
  GIT_AUTHOR_NAME: 'Test',
  GIT_AUTHOR_EMAIL: 'test@example.com',
  GIT_COMMITTER_NAME: 'Test',
  GIT_COMMITTER_EMAIL: 'test@example.com',
};

function isAllowed({ headers }: IncomingMessage, { username, password, bearerToken }: GitServerOptions): boolean {
  if (bearerToken !== undefined) return headers.authorization === `Bearer ${bearerToken}`;
  if (password === undefined) return true;
  return headers.authorization === `Basic ${Buffer.from(`${username ?? ''}:${password}`).toString('base64')}`;
}

/** One request as CGI. */
function answer(folder: string, request: IncomingMessage, response: ServerResponse): void {
  const { pathname, search } = new URL(request.url ?? '/', 'http://localhost');
  const child = spawn('git', ['http-backend'], {
    env: {
      PATH: process.env['PATH'],
      GIT_PROJECT_ROOT: folder,
      GIT_HTTP_EXPORT_ALL: '1',
      PATH_INFO: decodeURIComponent(pathname),
      QUERY_STRING: search.slice(1),
      REQUEST_METHOD: request.method ?? 'GET',
      CONTENT_TYPE: request.headers['content-type'] ?? '',
      HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
      GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
    },
  });
  request.pipe(child.stdin);
  child.stdin.on('error', () => undefined);
  let head = Buffer.alloc(0);
  let started = false;
  child.stdout.on('data', (chunk: Buffer) => {
    if (started) return void response.write(chunk);
    head = Buffer.concat([head, chunk]);
    const end = head.indexOf('\r\n\r\n');
    if (end < 0) return;
    started = true;
    const fields = head
      .toString('latin1', 0, end)
      .split('\r\n')
      .map((line) => line.split(': ') as [string, string]);
    const status = Number.parseInt(fields.find(([name]) => name === 'Status')?.[1] ?? '200', 10);
    response.writeHead(status, Object.fromEntries(fields.filter(([name]) => name !== 'Status')));
    response.write(head.subarray(end + 4));
  });
  child.on('close', () => response.end());
}
