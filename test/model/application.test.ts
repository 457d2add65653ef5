import { ApiObject, Chart, Lazy } from 'cdk8s';
import { Deployment } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { GitopsError } from '../../src/errors.js';
import { Application } from '../../src/model/application.js';
import { patch, remove } from '../../src/model/patch.js';
import { RawObject } from '../../src/model/raw-object.js';
import type { Repository } from '../../src/model/repository.js';
import { environment, messages, repository, Web } from './fixtures.js';

describe('an Application', () => {
  test('builds its base once and each overlay once, and serialises each object once per build', () => {
    const root = repository();
    let counted = 0;
    const count = Lazy.any({ produce: () => String(++counted) });
    const web = new Web(root, 'web', {}, (scope) => {
      new ApiObject(scope, 'counted', {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'counted' },
        data: { count },
      });
    });
    const dev = environment(root, 'dev');
    const overlay = web.overlay(dev);

    web._buildBase();
    web._buildOverlay(overlay, dev.clusters[0]!, {});

    expect(web.builds).toEqual(['base', 'dev']);
    expect(counted).toBe(2);
  });

  test('takes an override of undefined for no override', () => {
    const root = repository();
    const dev = environment(root, 'dev');
    const web = new Web(root);
    const overlay = web.overlay(dev, { props: { replicas: undefined, host: 'dev.example.com' } });

    const { objects } = web._buildOverlay(overlay, dev.clusters[0]!, {});

    expect(objects.map(({ object }) => object['data'] ?? object['spec'])).toEqual([
      { host: 'dev.example.com' },
      expect.objectContaining({ replicas: 1 }),
    ]);
  });

  test('completes its base with what every environment must give, from the first of the promotion chain', () => {
    const root = repository();
    const web = new Web(root);
    const dev = environment(root, 'z-dev');
    const prod = environment(root, 'a-prod', { promotesFrom: dev });
    web.overlay(prod, { props: { host: 'prod', replicas: 9 } });
    web.overlay(dev, { props: { host: 'dev' } });

    const { objects } = web._buildBase();

    expect(objects[0]!.object['data']).toEqual({ host: 'dev' });
    expect(objects[1]!.object['spec']).toMatchObject({ replicas: 1 });
  });

  test('leaves a property that only some environments give out of the base', () => {
    const root = repository();
    const web = new Web(root);
    web.overlay(environment(root, 'dev'), { props: { host: 'dev' } });
    web.overlay(environment(root, 'prod'));

    expect(web._buildBase().objects[0]!.object['data']).toEqual({ host: '' });
  });

  test('gives its own patches to the base and every overlay, and the overlay adds its own', () => {
    const root = repository();
    const dev = environment(root, 'dev');
    const web = new Web(root, 'web', {}, undefined, [
      (deployment) => patch(deployment, { spec: { minReadySeconds: 3 } }),
    ]);
    const overlay = web.overlay(dev, {
      patches: ({ web: deployment }) => [patch(deployment, { spec: { minReadySeconds: 4 } })],
    });

    expect(web._buildBase().objects[1]!.object['spec']).toMatchObject({ minReadySeconds: 3 });
    expect(web._buildOverlay(overlay, dev.clusters[0]!, {}).objects[1]!.object['spec']).toMatchObject({
      minReadySeconds: 4,
    });
  });

  test('keeps names, labels and selectors of cdk8s-plus when it moves in the tree', () => {
    class Plus extends Application {
      constructor(scope: Construct) {
        super(scope, 'plus', {});
      }
      protected override resources(scope: Construct) {
        new Deployment(scope, 'web', { containers: [{ image: 'registry.example.com/web:1' }] });
      }
    }
    const build = (place: (root: Repository) => Construct) => {
      const plus = new Plus(place(repository()));
      return plus._buildBase().objects.map(({ object }) => object);
    };

    const top = build((root) => root);
    const nested = build((root) => new Construct(new Construct(root, 'teams'), 'shop'));

    expect(nested).toEqual(top);
    expect(top[0]!.metadata.name).toBe('plus-web');
  });

  test('writes no namespace that the destination supplies, and keeps another one', () => {
    const root = repository();
    const web = new Web(root, 'web', {}, (scope, _, { namespace }) => {
      for (const place of [namespace, 'kube-system']) {
        new RawObject(scope, place, {
          apiVersion: 'v1',
          kind: 'ServiceAccount',
          metadata: { name: `in-${place}`, namespace: place },
        });
      }
    });
    const dev = environment(root, 'dev', { namespace: (own) => `${own}-dev` });
    const overlay = web.overlay(dev);

    const names = web
      ._buildOverlay(overlay, dev.clusters[0]!, {})
      .objects.map(({ object }) => `${object.metadata.namespace ?? '-'} ${object.metadata.name}`);

    expect(overlay.namespace).toBe('web-dev');
    expect(names).toEqual(['- web', '- in-web-dev', 'kube-system in-kube-system', '- web']);
  });

  test('gives the same objects whatever the order of construction', () => {
    const order = (names: readonly string[]) => {
      const web = new Web(repository(), 'web', {}, (scope) => {
        for (const name of names)
          new RawObject(scope, name, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } });
      });
      return web._buildBase().objects.map(({ object }) => object);
    };

    expect(order(['b', 'a', 'c'])).toEqual(order(['c', 'b', 'a']));
  });

  test('knows whether its overlay looks at the cluster', () => {
    const root = repository();
    const dev = environment(root, 'dev');
    const blind = new Web(root, 'blind');
    const seeing = new Web(root, 'seeing', {}, (_, __, { cluster }) => String(cluster));

    expect(blind._buildOverlay(blind.overlay(dev), dev.clusters[0]!, {}).readsCluster).toBe(false);
    expect(seeing._buildOverlay(seeing.overlay(dev), dev.clusters[0]!, {}).readsCluster).toBe(true);
  });

  test('collects objects of nested Charts too', () => {
    const web = new Web(repository(), 'web', {}, (scope) => {
      new ApiObject(new Chart(scope, 'inner', { namespace: 'other' }), 'x', {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'x' },
      });
    });

    expect(web._buildBase().objects.map(({ object }) => object.metadata.namespace)).toContain('other');
  });
});

describe('what is wrong with an Application', () => {
  test('is told with the line in resources() that failed', () => {
    const web = new Web(repository(), 'web', {}, () => {
      throw new TypeError('no such thing');
    });

    expect(() => web._buildBase()).toThrow(
      expect.objectContaining({
        code: 'MODEL_RESOURCES_FAILED',
        message: "resources() of 'web' failed: no such thing",
        source: expect.objectContaining({
          file: expect.stringContaining('application.test.ts'),
          line: expect.any(Number),
        }),
      }),
    );
  });

  test('is refused when it is async, the patches and objects of an overlay included: what comes after an await would be lost', () => {
    const root = repository();
    const dev = environment(root, 'dev');
    class Late extends Application {
      constructor() {
        super(root, 'late', {});
      }
      protected override async resources() {
        await Promise.reject(new Error('late'));
      }
    }
    const web = new Web(root);
    const late = (async () => [remove(undefined as never)]) as never;
    const failures = [
      () => new Late()._buildBase(),
      () => web._buildOverlay(web.overlay(dev, { patches: late }), dev.clusters[0]!, {}),
      () => web._buildOverlay(web.overlay(environment(root, 'prod'), { resources: late }), dev.clusters[0]!, {}),
    ].map(caught);

    expect(messages(failures)).toEqual([
      "MODEL_RESOURCES_FAILED: resources() of 'late' failed: it is async, and what it makes after the first await would be lost",
      "MODEL_RESOURCES_FAILED: patches() of 'web/dev' failed: it is async, and what it makes after the first await would be lost",
      "MODEL_RESOURCES_FAILED: the overlay's resources() of 'web/prod' failed: it is async, and what it makes after the first await would be lost",
    ]);
    expect(failures.every(({ source }) => source?.file.endsWith('application.test.ts'))).toBe(true);
  });

  test('is told for patches() too: what throws, and what gives no patches', () => {
    const root = repository();
    const web = new Web(root);
    const messageOf = (
      id: string,
      give: (handles: { readonly web: RawObject; readonly no?: { readonly such: RawObject } }) => unknown,
    ) => {
      const target = environment(root, id);
      const { code, message, source } = caught(() =>
        web._buildOverlay(web.overlay(target, { patches: give as never }), target.clusters[0]!, {}),
      );
      expect(source?.file).toMatch(/application\.test\.ts$/);
      return `${code}: ${message}`;
    };

    expect([
      messageOf('a', ({ no }) => [remove(no!.such)]),
      messageOf('b', () => undefined),
      messageOf('c', ({ web: handle }) => [patch(handle, { metadata: { labels: { a: 'b' } } }), false, null]),
      messageOf('d', ({ web: handle }) => [patch(handle, { spec: { made: new Date(0) } } as never)]),
    ]).toEqual([
      "MODEL_RESOURCES_FAILED: patches() of 'web/a' failed: Cannot read properties of undefined (reading 'such')",
      "MODEL_INVALID_PATCH: patches() of 'web/b' gave 'undefined', not a list",
      "MODEL_INVALID_PATCH: patches() of 'web/c' gave 'false' at 1, 'null' at 2, which is not a patch",
      'MODEL_INVALID_VALUE: patch.spec.made holds a Date, which JSON cannot express',
    ]);
  });

  test('names the overlay where an exception has no line, and the construct where an object is not complete', () => {
    const root = repository();
    const text = new Web(root, 'text', {}, () => {
      throw 'a text';
    });
    const raw = new Web(
      root,
      'raw',
      {},
      (scope) => new RawObject(scope, 'half', { kind: 'ConfigMap', metadata: { name: 'half' } }),
    );

    const file = expect.stringMatching(/application\.test\.ts$/);
    expect(caught(() => text._buildBase())).toMatchObject({
      message: "resources() of 'text' failed: a text",
      source: expect.anything(),
    });
    expect(caught(() => raw._buildBase())).toMatchObject({
      message: "'raw/half' is not a Kubernetes object: apiVersion missing",
      constructPath: 'raw',
      source: { file, line: expect.any(Number) },
    });
  });

  test('names the scope to use when `this` was taken for it', () => {
    const root = repository();
    const web: Web = new Web(root, 'web', {}, () => new ApiObject(web, 'x', { apiVersion: 'v1', kind: 'ConfigMap' }));

    expect(caught(() => web._buildBase())).toMatchObject({
      code: 'MODEL_RESOURCES_FAILED',
      hint: 'Make objects below the scope that resources(scope, …) gets, not below `this`.',
    });
  });

  test('includes validations of constructs', () => {
    const web = new Web(repository(), 'web', {}, (scope) =>
      new Construct(scope, 'part').node.addValidation({ validate: () => ['not like this'] }),
    );

    expect(() => web._buildBase()).toThrow(
      expect.objectContaining({ message: "resources() of 'web' failed: web/part: not like this" }),
    );
  });

  test('is noted and construction goes on, so that all is reported together', () => {
    const root = repository();
    const other = repository();
    const dev = environment(root, 'dev');
    new Web(root, 'Web_App');
    const web = new Web(root, 'web', { namespace: 'Not A Namespace', project: '', directory: 'addons' as never });
    new Web(root, 'web');
    web.overlay(dev, {
      wave: 1.5,
      namespace: 'X',
      clusters: { nowhere: {} },
      annotations: { 'argocd.argoproj.io/sync-wave': 'soon' },
    });
    web.overlay(dev);
    web.overlay(environment(other, 'stranger'));

    expect(messages(root._problems)).toEqual([
      expect.stringMatching(/^MODEL_INVALID_NAME: Application 'Web_App' is not a DNS label/),
      expect.stringMatching(/^MODEL_INVALID_VALUE: namespace 'Not A Namespace' is not a DNS label/),
      "MODEL_INVALID_VALUE: directory 'addons' is unknown",
      "MODEL_INVALID_VALUE: project '' is empty",
      "MODEL_DUPLICATE: Application 'web' exists already",
      expect.stringMatching(/^MODEL_INVALID_VALUE: namespace 'X' is not a DNS label/),
      "MODEL_INVALID_VALUE: Environment 'dev' has no cluster 'nowhere'",
      "MODEL_INVALID_VALUE: annotation 'argocd.argoproj.io/sync-wave' is written by synth: it comes from 'wave'",
      "MODEL_INVALID_VALUE: wave '1.5' is not a whole number",
      "MODEL_DUPLICATE: Overlay of 'web' 'dev' exists already",
      "MODEL_INVALID_VALUE: Environment 'stranger' belongs to another Repository",
    ]);
    expect(
      root._problems.every(
        ({ source }) => /(application\.test|fixtures)\.ts$/.test(source?.file ?? '') && (source?.line ?? 0) > 1,
      ),
    ).toBe(true);
  });

  test('a construct outside every Repository is refused at once', () => {
    expect(() => new Web(new Chart(undefined as never, 'chart'))).toThrow(
      expect.objectContaining({ code: 'MODEL_FOREIGN_CONSTRUCT' }),
    );
  });
});

function caught(action: () => unknown): GitopsError {
  try {
    action();
  } catch (error) {
    if (GitopsError.is(error)) return error;
  }
  throw new Error('no GitopsError');
}
