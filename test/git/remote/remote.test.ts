import { execFileSync } from 'node:child_process';
import { listRemote } from '../../../src/git/remote/list-remote.js';
import { readRemoteTree } from '../../../src/git/remote/read-remote-tree.js';
import { type GitServer, type GitServerOptions, startGitServer } from '../../helpers/git-server.js';

const SENTINEL = 'sentinel-4711';
const servers: GitServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

async function serve(options: GitServerOptions = {}): Promise<GitServer> {
  const server = await startGitServer(options);
  servers.push(server);
  return server;
}

describe('another Git repository', () => {
  test('its branches, its tags as the commits that they mean, and its HEAD', async () => {
    const server = await serve();
    const first = server.commit('shop.git', { 'a.yaml': 'a: 1\n' }, { tag: 'v1' });
    const second = server.commit('shop.git', { 'a.yaml': 'a: 2\n' }, { branch: 'next' });

    const { refs, head } = await listRemote({ url: `${server.url}shop.git` });

    expect(head).toBe('refs/heads/main');
    expect(refs).toMatchObject({ 'refs/heads/main': first, 'refs/tags/v1': first, 'refs/heads/next': second });
  });

  test('the files of any commit, also one that no branch names any more, without its history', async () => {
    const server = await serve();
    const first = server.commit('shop.git', { 'a.yaml': 'a: 1\n', 'deep/packed.tgz': Buffer.from([0x1f, 0x8b, 0]) });
    server.commit('shop.git', { 'a.yaml': 'a: 2\n' });

    const { files, binaries } = await readRemoteTree({ url: `${server.url}shop.git` }, first);

    expect(files.get('a.yaml')).toBe('a: 1\n');
    expect([...binaries.keys()]).toEqual(['deep/packed.tgz']);
  });

  test('a server that gives commits of branches only is asked for the branch, and in the end for everything', async () => {
    const server = await serve();
    server.commit('shop.git', { 'a.yaml': 'a: 1\n' });
    server.git('shop.git', 'config', 'protocol.version', '0');
    const old = server.git('shop.git', 'rev-parse', 'main');
    const tree = server.git('shop.git', 'rev-parse', 'main^{tree}');
    const next = server.git(
      'shop.git',
      '-c',
      'user.name=x',
      '-c',
      'user.email=x@x',
      'commit-tree',
      tree,
      '-p',
      old,
      '-m',
      'next',
    );
    server.git('shop.git', 'update-ref', 'refs/heads/main', next);
    server.git('shop.git', 'config', 'uploadpack.allowTipSHA1InWant', 'false');

    expect((await readRemoteTree({ url: `${server.url}shop.git` }, old, 'refs/heads/main')).files.get('a.yaml')).toBe(
      'a: 1\n',
    );
  });

  test('a commit that is not there is named', async () => {
    const server = await serve();
    server.commit('shop.git', { 'a.yaml': 'a: 1\n' });

    await expect(readRemoteTree({ url: `${server.url}shop.git` }, '0'.repeat(39).concat('1'))).rejects.toMatchObject({
      code: expect.stringMatching(/GIT_REVISION_NOT_FOUND|GIT_REMOTE_FAILED/),
    });
  });
});

describe('credentials', () => {
  const access = { username: 'robot', password: SENTINEL };

  test('a name and a password are sent when the server asks', async () => {
    const server = await serve({ username: 'robot', password: SENTINEL });
    const commit = server.commit('shop.git', { 'a.yaml': 'a: 1\n' });
    const remote = { url: `${server.url}shop.git`, access };

    expect((await listRemote(remote)).refs['refs/heads/main']).toBe(commit);
    expect((await readRemoteTree(remote, commit)).files.size).toBe(1);
  });

  test('a bearer token too', async () => {
    const server = await serve({ bearerToken: SENTINEL });
    const commit = server.commit('shop.git', { 'a.yaml': 'a: 1\n' });

    expect(
      (await listRemote({ url: `${server.url}shop.git`, access: { bearerToken: SENTINEL } })).refs['refs/heads/main'],
    ).toBe(commit);
  });

  test('without any, the error says how they are given; git does not ask a person', async () => {
    const server = await serve({ username: 'robot', password: SENTINEL });
    server.commit('shop.git', { 'a.yaml': 'a: 1\n' });

    await expect(listRemote({ url: `${server.url}shop.git` })).rejects.toMatchObject({
      code: 'GIT_REMOTE_FAILED',
      hint: expect.stringContaining('--repositories'),
    });
  });

  test('no secret is in an error, also when the server repeats it, nor in the arguments of a process', async () => {
    const seen: string[] = [];
    const server = await serve({
      intercept: (_request, response) => {
        seen.push(execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' }));
        response
          .writeHead(401, { 'www-authenticate': 'Basic realm="x"', 'content-type': 'text/plain' })
          .end(`wrong password ${SENTINEL}\n`);
        return true;
      },
    });

    const error = await listRemote({ url: `${server.url}shop.git`, access }).catch((caught: unknown) => caught);

    expect(error).toMatchObject({ code: 'GIT_REMOTE_FAILED' });
    expect(
      JSON.stringify([error, (error as Error).message, (error as Error).stack, (error as Error).cause ?? '']),
    ).not.toContain(SENTINEL);
    expect(seen.length).toBeGreaterThan(0);
    expect(seen.join('')).not.toContain(SENTINEL);
    expect(server.requests.some(({ authorization }) => authorization !== undefined)).toBe(true);
  });

  test.each([
    ['a password', access],
    ['a bearer token', { bearerToken: SENTINEL }],
  ] as const)('%s is never sent to another server, whatever the first one redirects to', async (_name, given) => {
    const foreign = await serve({ username: 'robot', password: SENTINEL });
    foreign.commit('shop.git', { 'a.yaml': 'a: 1\n' });
    const server = await serve({
      intercept: (request, response) => {
        response.writeHead(302, { location: `${foreign.url}${(request.url ?? '').slice(1)}` }).end();
        return true;
      },
    });

    await expect(listRemote({ url: `${server.url}shop.git`, access: given })).rejects.toMatchObject({
      code: 'GIT_REMOTE_FAILED',
    });

    expect(foreign.requests.every(({ authorization }) => authorization === undefined)).toBe(true);
  });
});

describe('a bad server', () => {
  test('one that does not answer in time is given up', async () => {
    const server = await serve({ intercept: () => true });

    await expect(listRemote({ url: `${server.url}shop.git`, timeoutMs: 500 })).rejects.toMatchObject({
      code: 'GIT_REMOTE_FAILED',
      message: expect.stringContaining('0.5 s'),
    });
  });

  test('one is not late because this process stood still', async () => {
    const server = await serve({
      intercept: () => {
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 6_000);
        return false;
      },
    });
    server.commit('shop.git', { 'a.yaml': 'a: 1\n' });

    expect(await listRemote({ url: `${server.url}shop.git`, timeoutMs: 5_000 })).toMatchObject({
      head: 'refs/heads/main',
    });
  });

  test('one that dies half-way is an error', async () => {
    const server = await serve({
      intercept: (request, response) => {
        if (request.method !== 'POST') return false;
        response.writeHead(200, { 'content-type': 'application/x-git-upload-pack-result' });
        response.write('0008NAK\n');
        setTimeout(() => response.destroy(), 20);
        return true;
      },
    });
    const commit = server.commit('shop.git', { 'a.yaml': 'a: 1\n' });

    await expect(readRemoteTree({ url: `${server.url}shop.git` }, commit)).rejects.toMatchObject({
      code: 'GIT_REMOTE_FAILED',
    });
  });

  test.each([
    'ext::sh -c touch% /tmp/x',
    '/etc',
    '../other',
    '--upload-pack=touch',
    'file:///etc',
    'https://',
    '-x@host:path',
  ])("'%s' is not even tried", async (url) => {
    await expect(listRemote({ url })).rejects.toMatchObject({
      code: 'GIT_REMOTE_FAILED',
      message: expect.stringContaining(`'${url}'`),
    });
  });

  test('a redirect to a file is not followed', async () => {
    const server = await serve({
      intercept: (_request, response) => {
        response.writeHead(302, { location: 'file:///etc/info/refs?service=git-upload-pack' }).end();
        return true;
      },
    });

    await expect(listRemote({ url: `${server.url}shop.git` })).rejects.toMatchObject({ code: 'GIT_REMOTE_FAILED' });
  });
});
