import { Size } from 'cdk8s';
import { Application, type BuildContext, type Repository, syncWave } from 'cdk8s-gitops';
import {
  ConfigMap,
  type Container,
  Cpu,
  Deployment,
  EnvValue,
  LabelSelector,
  Pods,
  Probe,
  Protocol,
  Service,
} from 'cdk8s-plus-28';
import type { Construct } from 'constructs';

export interface GuestbookProps {
  /** Images with their tags. */
  readonly frontendImage: string;
  readonly backendImage: string;
  readonly replicas: number;
  /** The host name people type. */
  readonly host: string;
  readonly greeting?: string;
}

/** What an environment can patch. */
export interface GuestbookHandles {
  readonly frontend: Deployment;
  readonly backend: Deployment;
}

/** A guestbook of a frontend and a backend. Every environment says which host it answers to. */
export class Guestbook extends Application<GuestbookProps, GuestbookHandles, 'host'> {
  constructor(repository: Repository) {
    super(repository, 'guestbook', {
      project: 'shop',
      base: {
        frontendImage: 'registry.example.com/guestbook/frontend:1.4.0',
        backendImage: 'registry.example.com/guestbook/backend:2.1.3',
        replicas: 1,
        greeting: 'Welcome',
      },
    });
  }

  protected override resources(
    scope: Construct,
    props: Readonly<GuestbookProps>,
    context: BuildContext,
  ): GuestbookHandles {
    const settings = new ConfigMap(scope, 'settings', {
      metadata: { name: 'guestbook' },
      data: {
        host: props.host,
        greeting: props.greeting ?? '',
        backend: `http://backend.${context.namespace}.svc:8080`,
      },
    });

    const backend = deployment(scope, 'backend', { image: props.backendImage, port: 8080, replicas: props.replicas });
    service(scope, 'backend', 8080);

    const frontend = deployment(scope, 'frontend', {
      image: props.frontendImage,
      port: 8000,
      replicas: props.replicas,
    });
    frontend.container.env.addVariable('GREETING', EnvValue.fromConfigMap(settings, 'greeting'));
    frontend.container.env.addVariable('BACKEND', EnvValue.fromConfigMap(settings, 'backend'));
    frontend.container.env.addVariable('HOST', EnvValue.fromConfigMap(settings, 'host'));
    syncWave(frontend.deployment, 10);
    syncWave(service(scope, 'frontend', 8000), 10);

    return { frontend: frontend.deployment, backend: backend.deployment };
  }
}

interface Part {
  readonly image: string;
  readonly port: number;
  readonly replicas: number;
}

/** Names and selectors are given, not derived: they must never change. */
function deployment(
  scope: Construct,
  name: string,
  { image, port, replicas }: Part,
): { readonly deployment: Deployment; readonly container: Container } {
  const labels = labelsOf(name);
  const made = new Deployment(scope, name, {
    metadata: { name, labels },
    podMetadata: { labels },
    select: false,
    replicas,
  });
  made.select(LabelSelector.of({ labels }));
  const container = made.addContainer({
    name,
    image,
    ports: [{ name: 'http', number: port, protocol: Protocol.TCP }],
    readiness: Probe.fromHttpGet('/healthz', { port }),
    resources: {
      cpu: { request: Cpu.millis(50) },
      memory: { request: Size.mebibytes(64), limit: Size.mebibytes(128) },
    },
    securityContext: { user: 1000 },
  });
  return { deployment: made, container };
}

function service(scope: Construct, name: string, targetPort: number): Service {
  const selector = Pods.select(scope, `${name}-pods`, { labels: labelsOf(name) });
  return new Service(scope, `${name}-service`, {
    metadata: { name },
    selector,
    ports: [{ name: 'http', port: name === 'frontend' ? 80 : targetPort, targetPort }],
  });
}

function labelsOf(component: string): Readonly<Record<string, string>> {
  return { 'app.kubernetes.io/name': 'guestbook', 'app.kubernetes.io/component': component };
}
