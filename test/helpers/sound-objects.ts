import type { KubeObject } from '../../src/manifest/kube-object.js';
import { parseObjects } from '../../src/manifest/yaml.js';

/**
 * Objects that the API server takes, at least one of every group it serves, with fields of every type: the
 * start of whatever damages them.
 *
 * @param customGroup the group of the custom kinds `Widget`, with a schema, and `Gadget`, without
 */
export function soundObjects(customGroup: string): readonly KubeObject[] {
  return parseObjects(`${BUILT_IN}${CUSTOM.replaceAll('GROUP', customGroup)}`, 'sound.yaml');
}

/** The schema of `Widget`. */
export const WIDGET_SCHEMA = {
  type: 'object',
  properties: {
    spec: {
      type: 'object',
      required: ['size'],
      properties: {
        size: { type: 'integer', format: 'int32', minimum: 0 },
        ratio: { type: 'number' },
        name: { type: 'string' },
        enabled: { type: 'boolean' },
        maybe: { type: 'string', nullable: true },
        port: { 'x-kubernetes-int-or-string': true },
        tags: { type: 'array', items: { type: 'string' } },
        labels: { type: 'object', additionalProperties: { type: 'string' } },
        parts: {
          type: 'array',
          'x-kubernetes-list-type': 'map',
          'x-kubernetes-list-map-keys': ['name'],
          items: {
            type: 'object',
            required: ['name'],
            properties: { name: { type: 'string' }, count: { type: 'integer' } },
          },
        },
        any: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
      },
    },
  },
};

const POD_SPEC = `
      serviceAccountName: default
      terminationGracePeriodSeconds: 30
      automountServiceAccountToken: false
      nodeSelector: {kubernetes.io/os: linux}
      imagePullSecrets: [{name: registry}]
      tolerations: [{key: a, operator: Exists, effect: NoExecute, tolerationSeconds: 60}]
      securityContext: {runAsUser: 1000, fsGroup: 1000, sysctls: [{name: net.core.somaxconn, value: '1024'}]}
      hostAliases: [{ip: 10.0.0.1, hostnames: [a.example.com]}]
      affinity:
        nodeAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
            nodeSelectorTerms: [{matchExpressions: [{key: a, operator: In, values: [b]}]}]
      volumes:
      - {name: config, configMap: {name: a, defaultMode: 420, items: [{key: a, path: b}]}}
      - {name: empty, emptyDir: {sizeLimit: 1Gi}}
      - {name: claim, persistentVolumeClaim: {claimName: a, readOnly: true}}
      - {name: secret, secret: {secretName: a, optional: true}}
      initContainers:
      - {name: init, image: 'registry.example.com/a:1', command: [sh, -c, 'true']}
      containers:
      - name: main
        image: registry.example.com/a:1
        args: [a]
        env:
        - {name: A, value: b}
        - {name: B, valueFrom: {secretKeyRef: {name: a, key: b, optional: true}}}
        envFrom: [{configMapRef: {name: a}}]
        ports: [{name: http, containerPort: 8080, protocol: TCP}]
        resources: {requests: {cpu: 100m, memory: 64Mi}, limits: {cpu: 1}}
        volumeMounts: [{name: config, mountPath: /a, readOnly: true}]
        livenessProbe: {httpGet: {path: /, port: http}, periodSeconds: 5}
        readinessProbe: {exec: {command: [a]}}
        securityContext: {readOnlyRootFilesystem: true, capabilities: {drop: [ALL]}}
`;

const TEMPLATE = `  template:
    metadata: {labels: {app: a}, annotations: {a: b}}
    spec:${POD_SPEC}`;

const BUILT_IN = `
apiVersion: v1
kind: ConfigMap
metadata:
  name: a
  labels: {app: a}
  annotations: {argocd.argoproj.io/sync-wave: '1', argocd.argoproj.io/sync-options: Prune=false, note: b}
  finalizers: [example.com/a]
  ownerReferences: [{apiVersion: v1, kind: ConfigMap, name: owner, uid: u, controller: true}]
data: {key: value, other: '1'}
binaryData: {bytes: AAEC}
immutable: false
---
apiVersion: v1
kind: Secret
metadata: {name: a, labels: {app: a}}
type: Opaque
data: {key: dmFsdWU=}
stringData: {plain: value}
immutable: false
---
apiVersion: v1
kind: Service
metadata: {name: a}
spec:
  type: ClusterIP
  selector: {app: a}
  ports: [{name: http, port: 80, targetPort: http, protocol: TCP}, {name: other, port: 81, targetPort: 8081}]
  sessionAffinity: ClientIP
  sessionAffinityConfig: {clientIP: {timeoutSeconds: 60}}
  ipFamilyPolicy: SingleStack
  publishNotReadyAddresses: false
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: a}
automountServiceAccountToken: false
imagePullSecrets: [{name: a}]
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: a}
spec:
  accessModes: [ReadWriteOnce]
  storageClassName: local
  resources: {requests: {storage: 1Gi}}
  volumeMode: Filesystem
---
apiVersion: v1
kind: PersistentVolume
metadata: {name: a}
spec:
  capacity: {storage: 1Gi}
  accessModes: [ReadWriteOnce]
  persistentVolumeReclaimPolicy: Retain
  storageClassName: local
  hostPath: {path: /a}
---
apiVersion: v1
kind: Namespace
metadata: {name: a, labels: {app: a}}
spec: {finalizers: [kubernetes]}
---
apiVersion: v1
kind: LimitRange
metadata: {name: a}
spec: {limits: [{type: Container, default: {cpu: 100m}, max: {memory: 1Gi}}]}
---
apiVersion: v1
kind: ResourceQuota
metadata: {name: a}
spec: {hard: {pods: '10', cpu: 2}, scopes: [NotTerminating]}
---
apiVersion: v1
kind: Pod
metadata: {name: a}
spec:${POD_SPEC.replaceAll('\n    ', '\n')}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: a, annotations: {argocd.argoproj.io/hook: PreSync, argocd.argoproj.io/hook-delete-policy: HookSucceeded}}
spec:
  replicas: 1
  revisionHistoryLimit: 2
  paused: false
  strategy: {type: RollingUpdate, rollingUpdate: {maxSurge: 25%, maxUnavailable: 1}}
  selector: {matchLabels: {app: a}}
${TEMPLATE}
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: a}
spec:
  serviceName: a
  replicas: 1
  selector: {matchLabels: {app: a}}
  persistentVolumeClaimRetentionPolicy: {whenDeleted: Retain}
  volumeClaimTemplates:
  - metadata: {name: data}
    spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
${TEMPLATE}
---
apiVersion: batch/v1
kind: CronJob
metadata: {name: a}
spec:
  schedule: '* * * * *'
  suspend: true
  concurrencyPolicy: Forbid
  jobTemplate:
    spec:
      backoffLimit: 1
      template: {spec: {restartPolicy: Never, containers: [{name: a, image: 'registry.example.com/a:1'}]}}
---
apiVersion: batch/v1
kind: Job
metadata: {name: a, generateName: null}
spec:
  ttlSecondsAfterFinished: 60
  template: {spec: {restartPolicy: Never, containers: [{name: a, image: 'registry.example.com/a:1'}]}}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: a}
spec:
  minReplicas: 1
  maxReplicas: 2
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: a}
  metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 80}}}]
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: a}
spec: {maxUnavailable: 1, selector: {matchLabels: {app: a}}}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: a, annotations: {a: b}}
spec:
  ingressClassName: a
  tls: [{hosts: [a.example.com], secretName: a}]
  rules:
  - host: a.example.com
    http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: a, port: {number: 80}}}}]}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: a}
spec:
  podSelector: {}
  policyTypes: [Ingress]
  ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8, except: [10.1.0.0/16]}}], ports: [{port: 80, protocol: TCP}]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: a}
aggregationRule: {clusterRoleSelectors: [{matchLabels: {a: b}}]}
rules: [{apiGroups: [''], resources: [pods], verbs: [get]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: a}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
subjects: [{kind: ServiceAccount, name: a, namespace: b}]
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: {name: a}
provisioner: example.com/a
parameters: {type: gp3}
mountOptions: [debug]
allowVolumeExpansion: true
allowedTopologies: [{matchLabelExpressions: [{key: a, values: [b]}]}]
---
apiVersion: scheduling.k8s.io/v1
kind: PriorityClass
metadata: {name: a}
value: 1000
globalDefault: false
description: words
---
apiVersion: coordination.k8s.io/v1
kind: Lease
metadata: {name: a}
spec: {holderIdentity: a, leaseDurationSeconds: 15, renewTime: '2026-01-01T00:00:00.000000Z'}
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: {name: a, labels: {kubernetes.io/service-name: a}}
addressType: IPv4
ports: [{name: http, port: 80}]
endpoints: [{addresses: [10.0.0.1], conditions: {ready: true}}]
---
apiVersion: events.k8s.io/v1
kind: Event
metadata: {name: a, namespace: default}
eventTime: '2026-01-01T00:00:00.000000Z'
action: a
reason: a
type: Normal
reportingController: example.com/a
reportingInstance: a
regarding: {kind: Pod, name: a}
---
apiVersion: node.k8s.io/v1
kind: RuntimeClass
metadata: {name: a}
handler: a
overhead: {podFixed: {cpu: 100m}}
scheduling: {nodeSelector: {a: b}}
---
apiVersion: flowcontrol.apiserver.k8s.io/v1
kind: PriorityLevelConfiguration
metadata: {name: a}
spec: {type: Limited, limited: {nominalConcurrencyShares: 1, limitResponse: {type: Reject}}}
---
apiVersion: certificates.k8s.io/v1
kind: CertificateSigningRequest
metadata: {name: a}
spec: {request: LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlISE1HNENBUUF3RERFS01BZ0dBMVVFQXd3QllUQlpNQk1HQnlxR1NNNDlBZ0VHQ0NxR1NNNDlBd0VIQTBJQQpCT3hpUUY4OW51RjU5bERQRFJJT2RoekZ5eTVqSDd4Sk10Z080VlZQZGJ1WkdCR0pHWUIza2ZOU3A2Zlh2dWFKCjFCNnVLbWdKQ3RmS1FzWHArektlTkZHZ0FEQUtCZ2dxaGtqT1BRUURBZ05KQURCR0FpRUE2ZlF2Y0Vob0V0UnEKMGZVUjhJTFZSaDd6MDhkUzREOEpFOXd2Yk9XT1ljVUNJUUNUVFZES09mT0Z3R1dCR1F4R2wyUjQ2Yk5mVStpUgpCbXB0TjNxam9KWGlSUT09Ci0tLS0tRU5EIENFUlRJRklDQVRFIFJFUVVFU1QtLS0tLQo=, signerName: example.com/a, usages: [client auth], expirationSeconds: 3600}
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata: {name: a}
webhooks:
- name: a.example.com
  clientConfig: {service: {name: a, namespace: b, path: /c, port: 443}, caBundle: ''}
  rules: [{apiGroups: [a.example.com], apiVersions: [v1], operations: [CREATE], resources: [as]}]
  sideEffects: None
  admissionReviewVersions: [v1]
  namespaceSelector: {matchExpressions: [{key: a, operator: Exists}]}
  timeoutSeconds: 1
---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: things.a.example.com}
spec:
  group: a.example.com
  scope: Namespaced
  names: {kind: Thing, plural: things, singular: thing, shortNames: [th]}
  preserveUnknownFields: false
  versions:
  - name: v1
    served: true
    storage: true
    additionalPrinterColumns: [{name: A, type: string, jsonPath: .spec.a}]
    schema: {openAPIV3Schema: {type: object, properties: {spec: {type: object, properties: {a: {type: string, default: b}}}}}}
---
apiVersion: apiregistration.k8s.io/v1
kind: APIService
metadata: {name: v1.b.example.com}
spec: {group: b.example.com, version: v1, groupPriorityMinimum: 100, versionPriority: 10, service: {name: a, namespace: b}, insecureSkipTLSVerify: true}
---
apiVersion: resource.k8s.io/v1
kind: DeviceClass
metadata: {name: a}
spec: {selectors: [{cel: {expression: device.driver == "a"}}]}
`;

const CUSTOM = `---
apiVersion: GROUP/v1
kind: Widget
metadata: {name: a, labels: {app: a}, annotations: {a: b}}
spec:
  size: 1
  ratio: 1.5
  name: a
  enabled: true
  maybe: null
  port: http
  tags: [a]
  labels: {a: b}
  parts: [{name: a, count: 1}]
  any: {a: 1, b: {c: [d]}}
---
apiVersion: GROUP/v1
kind: Gadget
metadata: {name: a}
spec: {size: 1, list: [a, {b: c}], nothing: null, nested: {a: {b: c}}}
top: text
`;
