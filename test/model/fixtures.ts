import { tmpdir } from 'node:os';
import type { Construct } from 'constructs';
import { Application, type ApplicationProps } from '../../src/model/application.js';
import type { BuildContext } from '../../src/model/build-context.js';
import { Cluster } from '../../src/model/cluster.js';
import { Environment, type EnvironmentSettings } from '../../src/model/environment.js';
import type { Patch } from '../../src/model/patch.js';
import { RawObject } from '../../src/model/raw-object.js';
import { Repository, type RepositoryProps } from '../../src/model/repository.js';
import type { DeploymentManifest } from '../../src/model/schema/workload.js';

export const CERTIFICATE = Buffer.from('-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n').toString(
  'base64',
);

export function repository(props: Partial<RepositoryProps> = {}): Repository {
  return new Repository({ url: 'https://git.example.com/shop.git', root: tmpdir(), ...props });
}

export function local(parent: Repository, id = 'local'): Cluster {
  return Cluster.kubeconfig(parent, id, { context: id });
}

/** An Environment on a cluster of its own. */
export function environment(parent: Repository, id: string, props: EnvironmentSettings = {}): Environment {
  return new Environment(parent, id, { cluster: local(parent, `${id}-cluster`), ...props });
}

export type TypedDeployment = DeploymentManifest & { readonly apiVersion: 'apps/v1'; readonly kind: 'Deployment' };

export interface WebProps {
  readonly image: string;
  readonly replicas?: number;
  readonly host?: string;
}

/** A Deployment and a ConfigMap; `more` adds whatever a test needs. */
export class Web extends Application<
  WebProps,
  { readonly web: RawObject<TypedDeployment>; readonly settings: RawObject }
> {
  readonly builds: string[] = [];

  constructor(
    scope: Construct,
    id = 'web',
    props: Partial<ApplicationProps<WebProps>> = {},
    private readonly more: (scope: Construct, props: Readonly<WebProps>, context: BuildContext) => void = () =>
      undefined,
    private readonly own: readonly ((web: RawObject<TypedDeployment>) => Patch)[] = [],
  ) {
    super(scope, id, { base: { image: 'registry.example.com/web:1.0.0', replicas: 1 }, ...props });
  }

  protected override resources(scope: Construct, props: Readonly<WebProps>, context: BuildContext) {
    this.builds.push(context.environment ?? 'base');
    const labels = { app: this.id };
    const web = new RawObject<TypedDeployment>(scope, 'web', {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: this.id },
      spec: {
        replicas: props.replicas,
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: {
            containers: [
              { name: 'web', image: props.image, env: [{ name: 'A', value: '1' }], ports: [{ containerPort: 80 }] },
            ],
          },
        },
      },
    });
    const settings = new RawObject(scope, 'settings', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: this.id },
      data: { host: props.host ?? '' },
    });
    this.more(scope, props, context);
    return { web, settings };
  }

  protected override patches({ web }: { readonly web: RawObject<TypedDeployment> }): readonly Patch[] {
    return this.own.map((change) => change(web));
  }
}

/** The problems as one line each. */
export function messages(problems: readonly { readonly code: string; readonly message: string }[]): readonly string[] {
  return problems.map(({ code, message }) => `${code}: ${message}`);
}
