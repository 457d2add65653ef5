import type { AnyApplication } from '../../src/model/any-application.js';
import { DirectoryApplication } from '../../src/model/directory-application.js';
import type { Environment } from '../../src/model/environment.js';
import type { OnlyIn } from '../../src/model/only-in.js';
import type { Repository } from '../../src/model/repository.js';
import { environment, messages, repository, Web } from './fixtures.js';

type Make = (root: Repository, props: OnlyIn) => AnyApplication & { overlay(to: Environment): unknown };

describe.each<[kind: string, make: Make]>([
  ['constructs', (root, props) => new Web(root, 'web', props)],
  ['a source', (root, props) => new DirectoryApplication(root, 'web', { from: { path: 'a' }, ...props })],
])('an Application of %s that is in one place', (_, make) => {
  const idsOf = ({ overlays }: AnyApplication) => overlays.map(({ environment: { id } }) => id);

  test('needs no overlay, and takes others', () => {
    const root = repository();
    const [dev, prod] = [environment(root, 'dev'), environment(root, 'prod')];
    const web = make(root, { only: dev });

    expect(idsOf(web)).toEqual(['dev']);
    web.overlay(prod);
    expect(idsOf(web)).toEqual(['dev', 'prod']);
    expect(root._problems).toEqual([]);
  });

  test('may be in several', () => {
    const root = repository();

    expect(idsOf(make(root, { only: [environment(root, 'b'), environment(root, 'a')] }))).toEqual(['a', 'b']);
  });

  test('is refused for the id of an Environment, and for an overlay of the same one', () => {
    const root = repository();
    const dev = environment(root, 'dev');
    make(root, { only: dev }).overlay(dev);
    const other = repository();
    make(other, { only: 'dev' as never });

    expect(messages(root._problems)).toEqual(["MODEL_DUPLICATE: Overlay of 'web' 'dev' exists already"]);
    expect(messages(other._problems)).toEqual(["MODEL_INVALID_VALUE: 'dev' is not an Environment"]);
    expect(other._problems[0]?.source?.file).toMatch(/(?:only-in\.test|fixtures)\.ts$/);
  });
});
