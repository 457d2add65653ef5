import { ApiObject } from 'cdk8s';
import { Application, type BuildContext, type Repository } from 'cdk8s-gitops';
import { Deployment, LabelSelector, Service } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';

export interface GuestbookProps {
  /** Image of the web server, with its tag. */
  readonly image: string;
  readonly replicas: number;
}

/** What an environment can patch. */
interface GuestbookHandles {
  readonly web: Deployment;
}

/** The guestbook. It knows no environment: what differs between environments is in `environments/`. */
export class Guestbook extends Application<GuestbookProps, GuestbookHandles> {
  constructor(repository: Repository) {
    super(repository, 'guestbook', { base: { image: 'nginx:1.28.0', replicas: 1 } });
  }

  protected override resources(
    scope: Construct,
    props: Readonly<GuestbookProps>,
    _context: BuildContext,
  ): GuestbookHandles {
    const labels = { app: 'web' };

    const web = new Deployment(scope, 'web', {
      metadata: { name: 'web', labels },
      podMetadata: { labels },
      select: false,
      replicas: props.replicas,
      containers: [{ name: 'web', image: props.image, portNumber: 80, securityContext: { ensureNonRoot: false, readOnlyRootFilesystem: false } }],
      securityContext: { ensureNonRoot: false },
    });
    web.select(LabelSelector.of({ labels }));

    new Service(scope, 'service', { metadata: { name: 'web' }, selector: web, ports: [{ port: 80, targetPort: 80 }] });

    // Any object works, also one that no construct library knows.
    new ApiObject(scope, 'budget', {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name: 'web' },
      spec: { maxUnavailable: 1, selector: { matchLabels: labels } },
    });

    return { web };
  }
}
