import fc from 'fast-check';
import { GitopsError } from '../../src/errors.js';
import { FileSet } from '../../src/files/file-set.js';
import { Cluster } from '../../src/model/cluster.js';
import { Environment } from '../../src/model/environment.js';
import { patch, remove } from '../../src/model/patch.js';
import { RawObject } from '../../src/model/raw-object.js';
import type { Repository } from '../../src/model/repository.js';
import { synthesize } from '../../src/synth/synthesize.js';
import { filesOf } from '../golden/helpers.js';
import { environment, local, messages, repository, Web } from '../model/fixtures.js';
import { withKustomize } from './with-kustomize.js';

const kustomize = withKustomize();

const files = async (root: Repository, previous?: FileSet) =>
  filesOf(await synthesize(root, { kustomize: kustomize(), previous }));

async function problems(root: Repository, previous?: FileSet): Promise<readonly string[]> {
  const error = await synthesize(root, { kustomize: kustomize(), previous }).catch((thrown: unknown) => thrown);
  if (!GitopsError.is(error)) return [];
  return messages(error.problems.length > 0 ? error.problems : [error]);
}

test('every problem of every phase is reported together', async () => {
  const root = repository();
  const dev = environment(root, 'dev', { namespace: 'Bad' });
  const broken = new Web(root, 'broken', {}, () => {
    throw new TypeError('broken');
  });
  broken.overlay(dev, { namespace: 'fine' });
  const web = new Web(root, 'web');
  web.overlay(dev, {
    namespace: 'shared',
    patches: ({ web: deployment }) => [patch(deployment, { spec: { replicas: 1 } })],
  });
  new Web(root, 'secret', {}, (scope) => {
    new RawObject(scope, 's', { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' }, data: { a: 'YQ==' } });
  }).overlay(dev, { namespace: 'shared' });

  expect(await problems(root)).toEqual([
    expect.stringMatching(/^MODEL_INVALID_VALUE: namespace 'Bad' is not a DNS label/),
    "MODEL_RESOURCES_FAILED: resources() of 'broken' failed: broken",
    "MODEL_INVALID_PATCH: a patch of 'web/dev' cannot be applied: it changes nothing in Deployment web",
    "SYNTH_SECRET: Secret 's' has data, which would be in Git",
  ]);
});

test('what is no Repository is refused with the way out', async () => {
  await expect(synthesize({} as Repository, { kustomize: kustomize() })).rejects.toMatchObject({
    code: 'SYNTH_NO_REPOSITORY',
  });
});

test('an Application without objects is warned about and not written', async () => {
  const root = repository();
  const dev = environment(root, 'dev');
  new Web(root).overlay(dev, { patches: ({ web, settings }) => [remove(web), remove(settings)] });

  const { units, warnings } = await synthesize(root, { kustomize: kustomize() });

  expect(warnings).toEqual(["'web/dev' has no objects on cluster 'dev-cluster': nothing is written for it"]);
  expect(units.map(({ name }) => name)).toEqual(['clusters/dev-cluster']);
});

test('an overlay that shares nothing with the base stands alone', async () => {
  const root = repository();
  const web = new Web(root, 'web', {}, undefined, []);
  web.overlay(environment(root, 'dev'), {
    resources: (scope) => {
      new RawObject(scope, 'only', { apiVersion: 'v1', kind: 'Service', metadata: { name: 'only' } });
    },
    patches: ({ web: deployment, settings }) => [remove(deployment), remove(settings)],
  });

  const written = (await files(root)).paths().filter((path) => path.startsWith('apps/web/overlays'));

  expect(written).toEqual(['apps/web/overlays/dev/kustomization.yaml', 'apps/web/overlays/dev/service-only.yaml']);
});

test('names of Argo Applications are unique, also against the root application, and fit into a label', async () => {
  const root = repository({ rootApplication: { name: 'web-dev' } });
  const long = 'a'.repeat(60);
  new Web(root, 'web').overlay(environment(root, 'dev'));
  new Web(root, 'a-b').overlay(environment(root, 'c'));
  new Web(root, 'a').overlay(environment(root, 'b-c'));
  new Web(root, long).overlay(environment(root, 'long'));

  expect(await problems(root)).toEqual([
    "MODEL_DUPLICATE: 'a-b/c' and 'a/b-c' would both be the Argo Application 'a-b-c'",
    `SYNTH_NAME_TOO_LONG: the Argo Application's name '${long}-long' has 65 characters, 63 are allowed`,
    "MODEL_DUPLICATE: 'web/dev' and the root application would both be the Argo Application 'web-dev'",
  ]);
});

test('Environments that promote in a circle are refused', async () => {
  const root = repository();
  const dev = environment(root, 'dev');
  const prod = environment(root, 'prod', { promotesFrom: dev });
  Object.assign(dev, { promotesFrom: prod });
  new Web(root).overlay(prod);

  expect(await problems(root)).toEqual(
    expect.arrayContaining([
      "MODEL_INVALID_VALUE: Environment 'dev' promotes from itself",
      "MODEL_INVALID_VALUE: Environment 'prod' promotes from itself",
    ]),
  );
});

test('a wrong id is one problem, and not one more for each name made of it', async () => {
  const tree = (id: string) => {
    const root = repository();
    new Web(root).overlay(new Environment(root, id, { cluster: local(root) }));
    return root;
  };

  expect(await problems(tree('Dev'), await files(tree('dev')))).toEqual([
    expect.stringMatching(/^MODEL_INVALID_NAME: Environment 'Dev' is not a DNS label/),
  ]);
});

test('a Repository without an Application says so: a forgotten call looks like that', async () => {
  expect((await synthesize(repository(), { kustomize: kustomize() })).warnings).toEqual([
    'the Repository has no Application: nothing is delivered',
  ]);
});

describe('an Argo Application that would vanish although its overlay exists', () => {
  const one = (id: string) => {
    const root = repository();
    new Web(root).overlay(new Environment(root, 'prod', { cluster: local(root, id) }));
    return root;
  };
  const several = (ids: readonly string[]) => {
    const root = repository();
    new Web(root).overlay(new Environment(root, 'prod', { clusters: ids.map((id) => local(root, id)) }));
    return root;
  };

  test('is refused when cluster becomes clusters', async () => {
    const committed = await files(one('eu'));

    expect(await problems(several(['eu']), committed)).toEqual([
      "SYNTH_VANISHED: the Argo Application 'web-prod' would vanish although its overlay still exists, as 'web-prod-eu'",
    ]);
  });

  test('is allowed when it is said to be moved', async () => {
    const committed = await files(one('eu'));

    const moved = await files(several(['eu']).moved({ from: 'web-prod', to: 'web-prod-eu' }), committed);

    expect(moved.paths().filter((path) => path.startsWith('applications/'))).toEqual([
      'applications/prod/web-prod-eu.yaml',
    ]);
  });

  test('is not allowed by a record of another name', async () => {
    const committed = await files(one('eu'));

    expect(await problems(several(['eu']).moved({ from: 'web-prod', to: 'elsewhere' }), committed)).toHaveLength(1);
  });

  test('is refused when only the id of the cluster changed', async () => {
    const committed = await files(several(['eu']));
    const root = repository();
    new Web(root).overlay(
      new Environment(root, 'prod', { clusters: [Cluster.kubeconfig(root, 'europe', { context: 'eu' })] }),
    );

    expect(await problems(root, committed)).toEqual([
      expect.stringMatching(/'web-prod-eu' would vanish .* as 'web-prod-europe'/),
    ]);
  });

  test('is fine when the cluster, the overlay or the Application itself is gone', async () => {
    const committed = await files(several(['eu', 'us']));
    const root = repository();
    new Web(root, 'other').overlay(environment(root, 'prod'));

    expect(await problems(several(['eu']), committed)).toEqual([]);
    expect(await problems(root, committed)).toEqual([]);
  });

  test('is refused when an Application of another id takes over its objects, and let go when that is meant', async () => {
    const tree = (id: string) => {
      const root = repository({ deletion: 'foreground' });
      const shared = (scope: ConstructorParameters<typeof RawObject>[0]) => {
        new RawObject(scope, 'state', { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name: 'state' } });
      };
      new Web(root, id, { namespace: 'shop' }, shared).overlay(environment(root, 'prod'));
      return root;
    };
    const committed = await files(tree('shop'));

    expect(await problems(tree('store'), committed)).toEqual([
      "SYNTH_VANISHED: the Argo Application 'shop-prod' would vanish although its objects continue in 'store-prod'",
    ]);

    const { units } = await synthesize(tree('store').moved({ from: 'shop-prod', to: 'store-prod' }), {
      kustomize: kustomize(),
      previous: committed,
    });
    const letGo = units.find(({ name }) => name === 'applications/shop/overlays/shop-prod')!.files;
    expect(letGo.paths()).toEqual(['applications/prod/shop-prod.yaml']);
    expect(letGo.get('applications/prod/shop-prod.yaml')).not.toContain('finalizers');
  });

  describe('and a namespace', () => {
    const tree = (id: string, props: { readonly namespace?: string; readonly claim?: string } = {}) => {
      const root = repository();
      const { claim = 'state', ...given } = props;
      new Web(root, id, given, (scope) => {
        for (const name of [claim, `${claim}-a`, `${claim}-b`])
          new RawObject(scope, name, { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name } });
      }).overlay(environment(root, 'prod'));
      return root;
    };
    const refusal =
      "SYNTH_NAMESPACE_MOVED: the objects of the Argo Application 'shop-prod' would move from namespace 'shop' to 'store' in 'store-prod'";

    test.each([
      { says: 'a new id moves the namespace', now: () => tree('store'), is: [refusal] },
      {
        says: 'a record of the names alone does not say so',
        now: () => tree('store').moved({ from: 'shop-prod', to: 'store-prod' }),
        is: [refusal],
      },
      {
        says: 'nor does one of another namespace',
        now: () => tree('store').moved({ from: 'shop-prod', to: 'store-prod', namespace: 'other' }),
        is: [refusal],
      },
      {
        says: 'a record of the namespace does',
        now: () => tree('store').moved({ from: 'shop-prod', to: 'store-prod', namespace: 'store' }),
        is: [],
      },
      {
        says: 'a record of the names is enough where the namespace stays',
        now: () => tree('store', { namespace: 'shop' }).moved({ from: 'shop-prod', to: 'store-prod' }),
        is: [],
      },
      { says: 'an Application of other objects is a new one', now: () => tree('store', { claim: 'x' }), is: [] },
    ])('$says', async ({ now, is }) => {
      expect(await problems(now(), await files(tree('shop')))).toEqual(is);
    });
  });

  test('is not what a new Application in the same namespace is', async () => {
    const tree = (id: string, name: string) => {
      const root = repository();
      new Web(root, id, { namespace: 'shop' }, (scope) => {
        new RawObject(scope, 'x', { apiVersion: 'v1', kind: 'Service', metadata: { name } });
      }).overlay(environment(root, 'prod'));
      return root;
    };

    expect(await problems(tree('b', 'b'), await files(tree('a', 'a')))).toEqual([]);
  });

  test('asks for its record to be removed once it has moved', async () => {
    const tree = () => several(['eu']).moved({ from: 'web-prod', to: 'web-prod-eu' });

    const { warnings } = await synthesize(tree(), { kustomize: kustomize(), previous: await files(tree()) });

    expect(warnings).toEqual([
      "'web-prod' has moved to 'web-prod-eu' in the last commit: remove its repository.moved(…)",
    ]);
  });

  test('warns of a record that names no Argo Application', async () => {
    const { warnings } = await synthesize(one('eu').moved({ from: 'a', to: 'web-pord' }), { kustomize: kustomize() });

    expect(warnings).toEqual([
      "there is no Argo Application 'web-pord' that repository.moved({ from: 'a', to: 'web-pord' }) could mean",
    ]);
  });

  test('a moved one with a finalizer lets go first, and leaves with the commit after', async () => {
    const tree = (clusters: boolean) => {
      const root = repository({ deletion: 'foreground' });
      const cluster = local(root, 'eu');
      new Web(root).overlay(
        clusters ? new Environment(root, 'prod', { clusters: [cluster] }) : new Environment(root, 'prod', { cluster }),
      );
      return clusters ? root.moved({ from: 'web-prod', to: 'web-prod-eu' }) : root;
    };
    const first = await files(tree(false));
    const second = await files(tree(true), first);
    const third = await files(tree(true), second);

    expect(first.get('applications/prod/web-prod.yaml')).toContain('finalizers');
    expect(second.get('applications/prod/web-prod.yaml')).not.toContain('finalizers');
    expect(third.has('applications/prod/web-prod.yaml')).toBe(false);
  });
});

test('files that are not ours in the committed tree do no harm', async () => {
  const root = () => {
    const made = repository();
    new Web(made).overlay(environment(made, 'dev'));
    return made;
  };
  const strange = FileSet.of({
    'applications/dev/x.yaml': '{',
    'clusters/y.yaml': 'a: 1',
    'projects/web.yaml': '[]',
    'applications/readme.md': '# hello',
  });

  expect((await files(root(), strange)).toJSON()).toEqual((await files(root())).toJSON());
});

test('the order of construction never shows in the bytes', async () => {
  const build = async (order: readonly number[]) => {
    const root = repository();
    const cluster = local(root);
    const steps = ['dev', 'test', 'prod'].map(
      (id) => () => new Environment(root, id, { cluster, namespace: (own) => `${own}-${id}` }),
    );
    const environments = new Map(order.map((index) => [index, steps[index]!()] as const));
    const webs = new Map(order.map((index) => [index, new Web(root, `web-${index}`)] as const));
    for (const index of [...order].reverse())
      for (const other of order) webs.get(index)!.overlay(environments.get(other)!, { props: { replicas: other + 1 } });
    return (await files(root)).toJSON();
  };
  const expected = await build([0, 1, 2]);

  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray([0, 1, 2], { minLength: 3 }), async (order) => {
      expect(await build(order)).toEqual(expected);
    }),
    { numRuns: 6 },
  );
});

test('each unit owns its files alone', async () => {
  const root = repository();
  const dev = environment(root, 'dev');
  for (const id of ['a', 'b']) new Web(root, id, { project: 'shop' }).overlay(dev);

  const { units } = await synthesize(root, { kustomize: kustomize() });

  expect(units.map(({ name }) => name)).toEqual([
    'applications/a/overlays/dev',
    'applications/a/base',
    'applications/b/overlays/dev',
    'applications/b/base',
    'clusters/dev-cluster',
    'projects/shop',
    'root',
  ]);
  const paths = units.flatMap((unit) => unit.files.paths());
  expect(new Set(paths).size).toBe(paths.length);
});
