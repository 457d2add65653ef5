import { FileSet } from '../../../src/files/file-set.js';
import { createRemoteSources } from '../../../src/workflow/sources/remote-sources.js';
import { startGitServer } from '../../helpers/git-server.js';

const MIB = 1024 * 1024;

test('of another repository with large files only some are held; a source that needs another one gets it', async () => {
  const server = await startGitServer();
  try {
    const film = (size: number) => Buffer.alloc(size * MIB, 255);
    server.commit('lib.git', { 'a.yaml': 'a: 1\n', LICENSE: 'x\n', 'one.mp4': film(20), 'two.mp4': film(21) });
    const { tree } = await createRemoteSources({}, FileSet.EMPTY).git(`${server.url}lib.git`, 'HEAD');
    expect(tree.files.paths()).toEqual(['LICENSE', 'a.yaml']);
    expect([...(tree.binaries?.keys() ?? [])]).toEqual(['one.mp4']);
    expect(tree.unread?.paths).toEqual(['two.mp4']);

    const more = await tree.unread?.read(['two.mp4']);
    expect(more?.binaries?.get('two.mp4')).toHaveLength(21 * MIB);
    expect(more?.files.paths()).toEqual(['LICENSE', 'a.yaml']);
  } finally {
    await server.stop();
  }
});
