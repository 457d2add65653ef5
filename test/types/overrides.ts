// What must not compile. `tsc` reads this file in `npm test`: an expected error that does not come is an
// error.
import {
  Application,
  type BuildContext,
  Cluster,
  Environment,
  jsonPatch,
  type Patch,
  patch,
  RawObject,
  Repository,
  remove,
  SyncPolicy,
} from 'cdk8s-gitops';
import { Deployment, Service } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';

interface ShopProps {
  readonly image: string;
  readonly replicas?: number;
  readonly host: string;
}

interface Widget {
  readonly apiVersion: 'example.com/v1';
  readonly kind: 'Widget';
  readonly metadata: { readonly name: string };
  readonly spec: { readonly size: number; readonly colour?: string };
}

interface ShopHandles {
  readonly web: Deployment;
  readonly service: Service;
  readonly widget: RawObject<Widget>;
}

class Shop extends Application<ShopProps, ShopHandles, 'host'> {
  constructor(repository: Repository) {
    super(repository, 'shop', { base: { image: 'registry.example.com/shop:1.0.0' } });
  }

  protected override resources(scope: Construct, props: Readonly<ShopProps>, context: BuildContext): ShopHandles {
    // @ts-expect-error props are read-only
    props.image = 'x';
    // @ts-expect-error the base knows no environment
    context.environment.length;
    return {
      web: new Deployment(scope, 'web', { replicas: props.replicas }),
      service: new Service(scope, 'service', { ports: [{ port: 80 }] }),
      widget: new RawObject<Widget>(scope, 'widget', {
        apiVersion: 'example.com/v1',
        kind: 'Widget',
        metadata: { name: 'w' },
        spec: { size: 1 },
      }),
    };
  }
}

class Free extends Application<{ readonly replicas?: number }> {
  constructor(repository: Repository) {
    super(repository, 'free', {});
  }
  protected override resources(): void {}
}

export class InOnePlace extends Application<ShopProps> {
  constructor(repository: Repository, dev: Environment) {
    super(repository, 'one', { base: { image: 'x', host: 'y' }, only: dev });
  }
  protected override resources(): void {}
}

export class InOnePlaceWithoutItsHost extends Application<ShopProps, void, 'host'> {
  constructor(repository: Repository, dev: Environment) {
    // @ts-expect-error an overlay has to give the host
    super(repository, 'one', { base: { image: 'x' }, only: dev });
  }
  protected override resources(): void {}
}

export class WithoutBase extends Application<ShopProps> {
  constructor(repository: Repository) {
    // @ts-expect-error image and host are required and have no value
    super(repository, 'x', {});
  }
  protected override resources(): void {}
}

export class WrongBase extends Application<ShopProps, void, 'host'> {
  constructor(repository: Repository) {
    // @ts-expect-error misspelt
    super(repository, 'x', { base: { image: 'x', replica: 1 } });
  }
  protected override resources(): void {}
}

const repository = new Repository({ url: 'https://git.example.com/shop.git' });
// @ts-expect-error no URL
new Repository({});
Cluster.eks(repository, 'eu', {
  region: 'eu-central-1',
  // @ts-expect-error an account is a string: leading zeros count
  account: 123456789012,
  endpoint: '',
  certificateAuthority: '',
});
// @ts-expect-error no context
Cluster.kubeconfig(repository, 'local', {});

const cluster = Cluster.inCluster(repository);
const prod = new Environment(repository, 'prod', { cluster });
// @ts-expect-error neither cluster nor clusters
new Environment(repository, 'none', {});
// @ts-expect-error both
new Environment(repository, 'both', { cluster, clusters: [cluster] });
// @ts-expect-error nobody of that name delivers
new Environment(repository, 'x', { cluster, delivery: 'flux' });
// @ts-expect-error misspelt
SyncPolicy.automated({ selfheal: true });
// @ts-expect-error not one of Argo CD's
SyncPolicy.manual({ options: { prunePropagationPolicy: 'sometimes' } });

const shop = new Shop(repository);
shop.overlay(prod, { props: { host: 'shop.example.com' } });
shop.overlay(prod, { props: { host: 'shop.example.com', replicas: undefined } });
// @ts-expect-error every environment must give the host
shop.overlay(prod);
// @ts-expect-error every environment must give the host
shop.overlay(prod, { wave: 1 });
// @ts-expect-error every environment must give the host
shop.overlay(prod, { props: { replicas: 2 } });
// @ts-expect-error undefined is no host
shop.overlay(prod, { props: { host: undefined } });
// @ts-expect-error misspelt
shop.overlay(prod, { props: { host: 'x', replica: 2 } });
// @ts-expect-error wrong type
shop.overlay(prod, { props: { host: 'x', replicas: '2' } });
// @ts-expect-error misspelt setting
shop.overlay(prod, { props: { host: 'x' }, waves: 1 });
// @ts-expect-error not an Environment
shop.overlay(cluster, { props: { host: 'x' } });
// @ts-expect-error misspelt in an override of one cluster
shop.overlay(prod, { props: { host: 'x' }, clusters: { 'in-cluster': { props: { hots: 'y' } } } });

const free = new Free(repository);
free.overlay(prod);
free.overlay(prod, { props: { replicas: 2 } });
// @ts-expect-error misspelt
free.overlay(prod, { props: { replica: 2 } });

shop.overlay(prod, {
  props: { host: 'x' },
  patches: ({ web, service, widget }) => [
    patch(web, {
      spec: {
        minReadySeconds: 5,
        template: { spec: { containers: [{ name: 'web', resources: { limits: { memory: '1Gi' } } }] } },
      },
    }),
    patch(web, { spec: { progressDeadlineSeconds: null } }),
    patch(service, { spec: { type: 'LoadBalancer' } }),
    patch(widget, { spec: { colour: 'red' } }),
    patch({ kind: 'Service', name: 'web' }, { spec: { anything: 1 } }),
    jsonPatch(web, [{ op: 'remove', path: '/spec/replicas' }]),
    jsonPatch({ kind: 'Deployment', group: 'apps' }, [{ op: 'remove', path: '/spec/replicas' }]),
    remove(service),
    remove({ kind: 'Service' }),
    // @ts-expect-error a selector needs a kind
    remove({ name: 'web' }),
    // @ts-expect-error misspelt
    remove({ kind: 'Service', nam: 'web' }),
    // @ts-expect-error misspelt
    patch(web, { spec: { minReadySecond: 5 } }),
    // @ts-expect-error misspelt, deep down
    patch(web, { spec: { template: { spec: { containers: [{ name: 'web', resource: {} }] } } } }),
    // @ts-expect-error wrong type
    patch(web, { spec: { replicas: '3' } }),
    // @ts-expect-error not a type of Service
    patch(service, { spec: { type: 'Loadbalancer' } }),
    // @ts-expect-error not a field of the custom kind
    patch(widget, { spec: { color: 'red' } }),
    // @ts-expect-error remove takes no value
    jsonPatch(web, [{ op: 'remove', path: '/spec/replicas', value: 1 }]),
    // @ts-expect-error add needs one
    jsonPatch(web, [{ op: 'add', path: '/spec/replicas' }]),
  ],
});
// @ts-expect-error no such handle
shop.overlay(prod, { props: { host: 'x' }, patches: ({ api }) => [remove(api)] });

// @ts-expect-error only patch, jsonPatch and remove make a patch
export const made: Patch = {};

/** An Application has few members: names of one's own are free. */
export class Own extends Application {
  readonly kind = 'mine';
  readonly site = 'https://shop.example.com';
  readonly settings = { theme: 'dark' };
  protected override resources(): void {}
}

export function everywhere(found: unknown, environment: Environment): void {
  if (Application.is(found)) found.overlay(environment, { wave: 1 });
}
