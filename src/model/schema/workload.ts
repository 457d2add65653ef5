import type { IntOrString, LabelSelector, Metadata, Part, PodSpec, PodTemplate, StringMap } from './pod.js';

/** A Deployment of `apps/v1`. */
export interface DeploymentManifest {
  readonly metadata?: Metadata;
  readonly spec?: {
    readonly replicas?: number;
    readonly selector: LabelSelector;
    readonly template: PodTemplate;
    readonly strategy?: {
      readonly type?: 'Recreate' | 'RollingUpdate';
      readonly rollingUpdate?: { readonly maxSurge?: IntOrString; readonly maxUnavailable?: IntOrString };
    };
    readonly minReadySeconds?: number;
    readonly revisionHistoryLimit?: number;
    readonly progressDeadlineSeconds?: number;
    readonly paused?: boolean;
  };
}

/** A StatefulSet of `apps/v1`. */
export interface StatefulSetManifest {
  readonly metadata?: Metadata;
  readonly spec?: {
    readonly serviceName?: string;
    readonly replicas?: number;
    readonly selector: LabelSelector;
    readonly template: PodTemplate;
    readonly updateStrategy?: {
      readonly type?: 'OnDelete' | 'RollingUpdate';
      readonly rollingUpdate?: { readonly partition?: number; readonly maxUnavailable?: IntOrString };
    };
    readonly podManagementPolicy?: 'OrderedReady' | 'Parallel';
    readonly minReadySeconds?: number;
    readonly revisionHistoryLimit?: number;
    readonly volumeClaimTemplates?: readonly PersistentVolumeClaimManifest[];
    readonly persistentVolumeClaimRetentionPolicy?: { readonly whenDeleted?: string; readonly whenScaled?: string };
    readonly ordinals?: { readonly start?: number };
  };
}

/** A DaemonSet of `apps/v1`. */
export interface DaemonSetManifest {
  readonly metadata?: Metadata;
  readonly spec?: {
    readonly selector: LabelSelector;
    readonly template: PodTemplate;
    readonly updateStrategy?: {
      readonly type?: 'OnDelete' | 'RollingUpdate';
      readonly rollingUpdate?: { readonly maxSurge?: IntOrString; readonly maxUnavailable?: IntOrString };
    };
    readonly minReadySeconds?: number;
    readonly revisionHistoryLimit?: number;
  };
}

/** `spec` of a Job. */
export interface JobSpec {
  readonly template: PodTemplate;
  readonly parallelism?: number;
  readonly completions?: number;
  readonly completionMode?: string;
  readonly backoffLimit?: number;
  readonly backoffLimitPerIndex?: number;
  readonly maxFailedIndexes?: number;
  readonly activeDeadlineSeconds?: number;
  readonly ttlSecondsAfterFinished?: number;
  readonly suspend?: boolean;
  readonly selector?: LabelSelector;
  readonly manualSelector?: boolean;
  readonly podFailurePolicy?: Part;
  readonly podReplacementPolicy?: string;
  readonly successPolicy?: Part;
  readonly managedBy?: string;
}

/** A Job of `batch/v1`. */
export interface JobManifest {
  readonly metadata?: Metadata;
  readonly spec?: JobSpec;
}

/** A CronJob of `batch/v1`. */
export interface CronJobManifest {
  readonly metadata?: Metadata;
  readonly spec?: {
    readonly schedule: string;
    readonly jobTemplate: { readonly metadata?: Metadata; readonly spec?: JobSpec };
    readonly timeZone?: string;
    readonly concurrencyPolicy?: 'Allow' | 'Forbid' | 'Replace';
    readonly startingDeadlineSeconds?: number;
    readonly suspend?: boolean;
    readonly successfulJobsHistoryLimit?: number;
    readonly failedJobsHistoryLimit?: number;
  };
}

/** A Pod of `v1`. */
export interface PodManifest {
  readonly metadata?: Metadata;
  readonly spec?: PodSpec;
}

/** A PersistentVolumeClaim of `v1`. */
export interface PersistentVolumeClaimManifest {
  readonly metadata?: Metadata;
  readonly spec?: {
    readonly accessModes?: readonly string[];
    readonly selector?: LabelSelector;
    readonly resources?: {
      readonly requests?: { readonly [resource: string]: IntOrString };
      readonly limits?: { readonly [resource: string]: IntOrString };
    };
    readonly volumeName?: string;
    readonly storageClassName?: string;
    readonly volumeMode?: string;
    readonly dataSource?: Part;
    readonly dataSourceRef?: Part;
    readonly volumeAttributesClassName?: string;
  };
}

/** A HorizontalPodAutoscaler of `autoscaling/v2`. */
export interface HorizontalPodAutoscalerManifest {
  readonly metadata?: Metadata;
  readonly spec?: {
    readonly scaleTargetRef: { readonly apiVersion?: string; readonly kind: string; readonly name: string };
    readonly minReplicas?: number;
    readonly maxReplicas: number;
    readonly metrics?: readonly Part[];
    readonly behavior?: { readonly scaleUp?: Part; readonly scaleDown?: Part };
  };
}

/** A ConfigMap of `v1`. */
export interface ConfigMapManifest {
  readonly metadata?: Metadata;
  readonly data?: StringMap;
  readonly binaryData?: StringMap;
  readonly immutable?: boolean;
}
