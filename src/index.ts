// argocd

export type { ApplicationDestination, ApplicationSyncPolicy } from './argocd/application/application.js';
export { ANNOTATION, LABEL } from './argocd/labels.js';
export type { GroupKind } from './argocd/project/app-project.js';
export type { HookDeletePolicy } from './argocd/sync/hooks.js';
export type { SyncPhase } from './argocd/sync/phases.js';

// cluster
export type { HealthJudge } from './cluster/health/finding.js';
export type {
  CelExpressions,
  CelHealthRule,
  FunctionHealthRule,
  HealthRule,
  HealthRules,
  LuaHealthRule,
} from './cluster/health/health-rule.js';
export type { HealthFinding, HealthStatus } from './cluster/health/verdict.js';

// errors
export {
  type ErrorCode,
  GitopsError,
  type GitopsErrorChange,
  type GitopsErrorContext,
  type KnownErrorCode,
  type SourceLocation,
} from './errors.js';

// manifest
export type { KubeObject, ObjectMetadata } from './manifest/kube-object.js';

// model
export { AnyApplication, type AnyApplicationSettings } from './model/any-application.js';
export { AppProject } from './model/app-project.js';
export type { AppProjectProps } from './model/app-project-props.js';
export { Application, type ApplicationProps, type ApplicationSettings, type BaseProps } from './model/application.js';
export type {
  ArgoApplicationFields,
  ArgoKustomizeFields,
  ArgoKustomizePatch,
  ArgoSourceFields,
} from './model/argo-application-fields.js';
export type { ArgoApplicationPlace, ArgoApplicationSettings } from './model/argo-application-settings.js';
export type { BuildContext } from './model/build-context.js';
export {
  Cluster,
  type EksClusterProps,
  type KubeconfigClusterProps,
} from './model/cluster.js';
export type { ClusterProps } from './model/cluster-props.js';
export type { ClusterSecretFields } from './model/cluster-secret-fields.js';
export {
  DirectoryApplication,
  type DirectoryApplicationProps,
  type DirectoryChanges,
  type DirectoryOverlayProps,
} from './model/directory-application.js';
export { Environment, type EnvironmentProps, type EnvironmentSettings } from './model/environment.js';
export {
  HelmApplication,
  type HelmApplicationProps,
  type HelmChanges,
  type HelmOverlayProps,
} from './model/helm-application.js';
export { type HookProps, hook } from './model/hook.js';
export type { IgnoreDifferences } from './model/ignore-differences.js';
export type { KustomizationFields, KustomizationGenerator } from './model/kustomization-fields.js';
export {
  KustomizeApplication,
  type KustomizeApplicationProps,
  type KustomizeChanges,
  type KustomizeOverlayProps,
} from './model/kustomize-application.js';
export { ignoreExtraneous, ignoreHealth, type ObjectSyncOptions, syncOptions } from './model/object-options.js';
export type { OnlyIn } from './model/only-in.js';
export type {
  AnyOverlaySettings,
  ClusterOverride,
  Overlay,
  OverlayProps,
  OverlaySettings,
  PropsOverride,
  UntypedOverlaySettings,
} from './model/overlay.js';
export {
  type JsonPatchOperation,
  jsonPatch,
  type ObjectSelector,
  type Patch,
  patch,
  remove,
} from './model/patch.js';
export type { ManifestOf, PatchOf } from './model/patchable.js';
export {
  PluginApplication,
  type PluginApplicationProps,
  type PluginChanges,
  type PluginOverlayProps,
} from './model/plugin-application.js';
export type { ProjectPermission } from './model/project-permission.js';
export type {
  ApplicationAction,
  ProjectActions,
  ProjectPolicy,
  ProjectPolicyOf,
  ProjectRole,
} from './model/project-role.js';
export type { ProjectWindow } from './model/project-window.js';
export { RawObject } from './model/raw-object.js';
export { type DeletionPolicy, type MovedApplication, Repository, type RepositoryProps } from './model/repository.js';
export type { RootApplicationProps } from './model/root-application.js';
export type * as Manifests from './model/schema/manifests.js';
export { SourceApplication } from './model/source-application.js';
export type { DirectoryOptions, JsonnetVariables } from './model/sources/directory-options.js';
export type { HelmOptions, HelmValues } from './model/sources/helm-options.js';
export type { KustomizeOptions } from './model/sources/kustomize-options.js';
export type { ObjectSource } from './model/sources/object-source.js';
export type { PluginOptions } from './model/sources/plugin-options.js';
export type {
  ChartChange,
  ChartReference,
  FolderChange,
  FolderReference,
  GitFolder,
  GitRepositoryProps,
  OwnFolder,
  PublishedChart,
} from './model/sources/references.js';
export { Source } from './model/sources/source.js';
export type { SourceFile } from './model/sources/source-file.js';
export type { SourceNeeds } from './model/sources/source-needs.js';
export type { SourceSettings } from './model/sources/source-settings.js';
export {
  type ArgoSyncOptions,
  type AutomatedSyncPolicyProps,
  type RetryPolicy,
  SyncPolicy,
  type SyncPolicyProps,
} from './model/sync-policy.js';
export { syncWave } from './model/sync-wave.js';
export { yamlFile } from './model/yaml-file.js';
