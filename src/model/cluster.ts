import { Construct } from 'constructs';
import { awsPartition } from '../argocd/clusters/aws-partition.js';
import { type ClusterSecret, IN_CLUSTER_SERVER } from '../argocd/clusters/cluster-secret.js';
import { brand, hasBrand } from './brand.js';
import { type CallSite, captureCallSite } from './call-site.js';
import { checkClusterProps, type WrittenSecret } from './check-cluster-props.js';
import { usableId } from './child.js';
import type { ClusterProps } from './cluster-props.js';
import { report } from './problem.js';
import { Repository } from './repository.js';

/** An Amazon EKS cluster, as `aws eks describe-cluster` shows it. None of it is secret. */
export interface EksClusterProps extends ClusterProps {
  readonly region: string;
  /** Twelve digits, quoted: a leading zero counts. */
  readonly account: string;
  /** Name of the cluster in EKS. @default the id */
  readonly name?: string;
  /**
   * URL of the API server, from `aws eks describe-cluster`. Pins the cluster: another one is never touched.
   */
  readonly endpoint: string;
  /** The cluster's CA certificate (base64, as EKS returns it). It is public. */
  readonly certificateAuthority: string;
  /** IAM role to assume before the token is made. @default none */
  readonly roleArn?: string;
}

/** A cluster that a context of a kubeconfig reaches. */
export interface KubeconfigClusterProps extends ClusterProps {
  /** Name of the context in the kubeconfig of the user who syncs. */
  readonly context: string;
  /**
   * URL of the API server, if Argo CD shall know this cluster too. @default the context says it, and only
   * `sync` knows the cluster
   */
  readonly server?: string;
  /** The cluster's CA certificate, PEM in base64. */
  readonly certificateAuthority?: string;
}

/**
 * A destination. Committed as an Argo CD cluster Secret without secret material; how a pipeline reaches it
 * (`--access`) is not part of it.
 *
 * @example
 * const laptop = Cluster.kubeconfig(repository, 'laptop', { context: 'gitops-local' });
 */
export class Cluster extends Construct {
  /** An Amazon EKS cluster, pinned by ARN, endpoint and CA. */
  static eks(repository: Repository, id: string, props: EksClusterProps): Cluster {
    const site = captureCallSite();
    const { region, account, name = id, endpoint, certificateAuthority, roleArn } = props;
    const arn = `arn:${isRegion(region) ? awsPartition(region).name : 'aws'}:eks:${region}:${account}:cluster/${name}`;
    const cluster = new Cluster(repository, id, site, props, {
      type: 'eks',
      server: endpoint,
      arn,
      region,
      eksName: name,
      roleArn,
      caData: certificateAuthority,
    });
    if (typeof account !== 'string' || !/^\d{12}$/.test(account))
      cluster.#refuse(`account '${String(account)}' is not twelve digits`, "Quote it: account: '012345678901'.");
    if (!isRegion(region))
      cluster.#refuse(`region '${String(region)}' is not an AWS region`, 'Give a region such as eu-central-1.');
    if (typeof name !== 'string' || !/^[0-9A-Za-z][\w-]{0,99}$/.test(name))
      cluster.#refuse(
        `'${name}' is not the name of an EKS cluster`,
        'Letters, digits, "-" and "_", at most 100 characters.',
      );
    cluster.#checkServer(endpoint);
    cluster.#checkCertificate(certificateAuthority);
    if (roleArn !== undefined && !/^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/.test(roleArn)) {
      cluster.#refuse(`'${roleArn}' is not the ARN of an IAM role`, 'Give arn:aws:iam::<account>:role/<name>.');
    }
    return cluster;
  }

  /** A cluster reached by a context of a kubeconfig. */
  static kubeconfig(repository: Repository, id: string, props: KubeconfigClusterProps): Cluster {
    const { context, server, certificateAuthority } = props;
    const cluster = new Cluster(repository, id, captureCallSite(), props, {
      type: 'kubeconfig',
      context,
      server,
      caData: certificateAuthority,
    });
    if (typeof context !== 'string' || context.trim() === '')
      cluster.#refuse(`context '${String(context)}' is empty`, 'Give a name listed by `kubectl config get-contexts`.');
    if (server !== undefined) cluster.#checkServer(server);
    if (certificateAuthority !== undefined) cluster.#checkCertificate(certificateAuthority);
    return cluster;
  }

  /** The cluster Argo CD itself runs in. */
  static inCluster(repository: Repository, id = 'in-cluster', props: ClusterProps = {}): Cluster {
    return new Cluster(repository, id, captureCallSite(), props, { type: 'in-cluster', server: IN_CLUSTER_SERVER });
  }

  static is(value: unknown): value is Cluster {
    return hasBrand(value, 'Cluster');
  }

  readonly id: string;
  /** @internal The facts of the cluster. */
  readonly _secret: ClusterSecret;
  /**
   * @internal The settings of its Secret, in addition to the facts. Undefined where somebody else makes the
   * Secret.
   */
  readonly _written: WrittenSecret | undefined;
  /** @internal */
  readonly _site: CallSite;

  private constructor(
    repository: Repository,
    id: string,
    site: CallSite,
    props: ClusterProps,
    facts: Omit<ClusterSecret, 'name' | 'labels'>,
  ) {
    const scope = Repository.of(repository)._folder('clusters');
    super(scope, usableId(scope, id, { what: 'Cluster', site, longest: 55 }));
    brand(this, 'Cluster');
    this.id = this.node.id;
    this._site = site;
    const { labels = {}, project, namespaces, clusterResources, shard, destinationName = this.id } = props;
    this._secret = {
      ...facts,
      name: destinationName,
      labels,
      project: typeof project === 'object' ? project.id : project,
      namespaces,
      clusterResources,
      shard,
    };
    this._written = checkClusterProps(this, site, props);
  }

  #checkServer(server: string): void {
    if (typeof server !== 'string' || !URL.canParse(server) || new URL(server).protocol !== 'https:')
      this.#refuse(`'${String(server)}' is not the URL of an API server`, 'Give https://host[:port].');
  }

  #checkCertificate(certificate: string): void {
    const text =
      typeof certificate === 'string' && /^[A-Za-z0-9+/\s]+(?:=+\s*)?$/.test(certificate)
        ? Buffer.from(certificate, 'base64').toString('latin1')
        : '';
    if (text.includes('PRIVATE KEY'))
      this.#refuse(
        'certificateAuthority holds a private key',
        'Give the CA certificate only; keys are never committed.',
      );
    else if (!text.includes('BEGIN CERTIFICATE'))
      this.#refuse(
        'certificateAuthority is not a PEM certificate in base64',
        'Give certificateAuthority.data of `aws eks describe-cluster` as it is.',
      );
  }

  #refuse(message: string, hint: string): void {
    report(this, this.node.path, { code: 'MODEL_INVALID_VALUE', message, hint, site: this._site });
  }
}

function isRegion(region: unknown): boolean {
  return typeof region === 'string' && /^[a-z]{2,4}(-[a-z]+)+-\d$/.test(region);
}
