import { fileURLToPath } from 'node:url';
import { toYaml } from '../../../src/manifest/yaml.js';
import { childProgram } from '../../helpers/run-child.js';
import { tempRepository } from '../../helpers/temp-repository.js';

const MIB = 1024 * 1024;
const APPLICATIONS = 10;
/** MB. */
const MOST = 250;

test('memory follows what is rendered: 1 GB of pictures beside ten Applications is never read', async () => {
  await using repository = tempRepository();
  const names = Array.from({ length: APPLICATIONS }, (_, index) => `web-${index}`);
  repository.write(
    Object.fromEntries(
      names.flatMap((name) => [
        [`argo/${name}.yaml`, application(name)],
        [`apps/${name}/map.yaml`, toYaml({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } })],
      ]),
    ),
  );
  repository.git('add', '-A');
  const blobs = Array.from({ length: 4 }, (_, index) => writePicture(index));
  const pictures = blobs.flatMap((id) =>
    names.map((name, at) => `100644 ${id}\t${at % 2 === 0 ? `apps/${name}` : 'docs'}/${id.slice(0, 8)}-${at}.png\n`),
  );
  repository.gitWith({ input: pictures.join('') }, 'update-index', '--add', '--index-info');
  repository.git('commit', '-q', '-m', 'pictures');
  const [program, wasm] = ['peak-memory.child.ts', '../../../lib/engines/wasm'].map((path) =>
    fileURLToPath(new URL(path, import.meta.url)),
  );
  using child = childProgram(program ?? '', { wasm: wasm ?? '' });

  for (const verb of ['list', 'check', 'render']) {
    // A busy machine collects garbage later, so the least of three counts. Pictures would be in each.
    const peaks: number[] = [];
    do {
      const { stdout, stderr } = child.run([verb, repository.directory]);
      expect(stderr).toBe('');
      const { found, peak } = JSON.parse(stdout) as { readonly found: number; readonly peak: number };
      expect([verb, found]).toEqual([verb, APPLICATIONS]);
      peaks.push(peak);
    } while (Math.min(...peaks) >= MOST && peaks.length < 3);
    expect(Math.min(...peaks)).toBeLessThan(MOST);
  }

  function writePicture(index: number): string {
    const content = Buffer.alloc(26 * MIB, index).toString('latin1');
    return repository.gitWith({ input: content }, '-c', 'core.looseCompression=1', 'hash-object', '-w', '--stdin');
  }
});

function application(name: string): string {
  return toYaml({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name, namespace: 'argocd' },
    spec: {
      project: 'default',
      source: { repoURL: 'https://git.example.com/team/deploy.git', path: `apps/${name}` },
      destination: { name: 'in-cluster', namespace: name },
    },
  });
}
