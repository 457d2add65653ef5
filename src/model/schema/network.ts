import type { IntOrString, LabelSelector, Metadata, Part, StringMap } from './pod.js';

/** A Service of `v1`. */
export interface ServiceManifest {
  readonly metadata?: Metadata;
  readonly spec?: {
    readonly type?: 'ClusterIP' | 'NodePort' | 'LoadBalancer' | 'ExternalName';
    readonly selector?: StringMap;
    readonly ports?: readonly {
      readonly port: number;
      readonly name?: string;
      readonly protocol?: string;
      readonly targetPort?: IntOrString;
      readonly nodePort?: number;
      readonly appProtocol?: string;
    }[];
    readonly clusterIP?: string;
    readonly clusterIPs?: readonly string[];
    readonly externalName?: string;
    readonly externalIPs?: readonly string[];
    readonly externalTrafficPolicy?: string;
    readonly internalTrafficPolicy?: string;
    readonly trafficDistribution?: string;
    readonly healthCheckNodePort?: number;
    readonly ipFamilies?: readonly string[];
    readonly ipFamilyPolicy?: string;
    readonly allocateLoadBalancerNodePorts?: boolean;
    readonly loadBalancerClass?: string;
    readonly loadBalancerIP?: string;
    readonly loadBalancerSourceRanges?: readonly string[];
    readonly publishNotReadyAddresses?: boolean;
    readonly sessionAffinity?: string;
    readonly sessionAffinityConfig?: Part;
  };
}

/** An Ingress of `networking.k8s.io/v1`. */
export interface IngressManifest {
  readonly metadata?: Metadata;
  readonly spec?: {
    readonly ingressClassName?: string;
    readonly defaultBackend?: Part;
    readonly tls?: readonly { readonly hosts?: readonly string[]; readonly secretName?: string }[];
    readonly rules?: readonly {
      readonly host?: string;
      readonly http?: {
        readonly paths: readonly { readonly path?: string; readonly pathType: string; readonly backend: Part }[];
      };
    }[];
  };
}

/** A NetworkPolicy of `networking.k8s.io/v1`. */
export interface NetworkPolicyManifest {
  readonly metadata?: Metadata;
  readonly spec?: {
    readonly podSelector?: LabelSelector;
    readonly policyTypes?: readonly string[];
    readonly ingress?: readonly { readonly from?: readonly Part[]; readonly ports?: readonly Part[] }[];
    readonly egress?: readonly { readonly to?: readonly Part[]; readonly ports?: readonly Part[] }[];
  };
}

/** A ServiceAccount of `v1`. */
export interface ServiceAccountManifest {
  readonly metadata?: Metadata;
  readonly automountServiceAccountToken?: boolean;
  readonly imagePullSecrets?: readonly { readonly name?: string }[];
  readonly secrets?: readonly { readonly name?: string }[];
}
