import type { KubeObject } from '../../../src/manifest/kube-object.js';

/** What a comparison with Argo CD looks at. */
export type Aspect = 'outcome' | 'order' | 'health' | 'sync';

/** What a step that looks at the cluster expects; only what is given is compared. */
export interface Expectation {
  readonly outcome?: Outcome;
  /** A code of `docs/errors.md` that our answer has. Argo CD has no codes. */
  readonly code?: string;
  /** What happened in the cluster, line by line, such as `created ConfigMap/a`. */
  readonly order?: readonly string[];
  /** Parts of live objects. */
  readonly objects?: readonly KubeObject[];
  /** References of objects that do not exist. */
  readonly absent?: readonly string[];
  /** By reference; `application` for the whole. */
  readonly health?: Verdicts;
  /** `Synced` or `OutOfSync`, by reference; `application` for the whole. */
  readonly sync?: Verdicts;
}

/** `refused`: nothing was begun. */
export type Outcome = 'succeeded' | 'failed' | 'refused';
export type Verdicts = Readonly<Record<string, string>>;

export interface SyncRequest {
  /** Name among `applications`. Default: the first. */
  readonly application?: string;
  /** Default: true. */
  readonly prune?: boolean;
  /** Take over what exists and is nobody's; Argo CD always does. Default: false. */
  readonly adopt?: boolean;
  /** Take over what a running Argo CD delivers. Default: false. */
  readonly takeover?: boolean;
  readonly by?: Tool;
}

/** Who acts in a scenario about both; such a scenario needs a real Argo CD. Default: `gitops`. */
export type Tool = 'gitops' | 'argocd';

export interface RemoveRequest {
  readonly application?: string;
  /** Leave the objects running and let go of them; ours only. Default: false. */
  readonly orphan?: boolean;
  /** Agree to what asks for a confirmation. Default: false. */
  readonly confirm?: boolean;
}

interface Looking {
  readonly expect?: Expectation;
  /**
   * Aspects in which Argo CD's recorded answer differs, with the id of the row of `docs/argo-differences.md`
   * that says why.
   */
  readonly differs?: Readonly<Partial<Record<Aspect, string>>>;
}

export type Step =
  | { readonly commit: string }
  | ({ readonly sync: SyncRequest | null } & Looking)
  | ({ readonly refresh: { readonly application?: string; readonly by?: Tool } | null } & Looking)
  | ({ readonly remove: RemoveRequest | null } & Looking)
  | { readonly apply: string; readonly as?: string }
  | {
      readonly patch: {
        readonly object: string;
        readonly with: unknown;
        readonly subresource?: 'status' | 'scale';
        readonly as?: string;
      };
    }
  | { readonly scale: { readonly object: string; readonly replicas: number } }
  | { readonly delete: string }
  | { readonly wait: { readonly exists?: KubeObject; readonly gone?: string } };

export type LookingStep = Extract<Step, Looking>;

/** What differs from the standard Argo Application. */
export interface ApplicationPart {
  readonly annotations?: Readonly<Record<string, string>>;
  /** Merged over the standard `spec`. */
  readonly spec?: Readonly<Record<string, unknown>>;
}

export interface Scenario {
  /** Name of the folder. */
  readonly name: string;
  readonly directory: string;
  readonly title: string;
  readonly shows: string;
  readonly application?: ApplicationPart;
  /** Several, by name; each takes its manifests from the folder of its name below the committed one. */
  readonly applications?: Readonly<Record<string, ApplicationPart>>;
  /** An app of apps delivers the applications: what names none is about all of them. */
  readonly root?: boolean;
  /** `spec` of the AppProject `scenario-<name>`, which the applications then belong to. */
  readonly project?: Readonly<Record<string, unknown>>;
  /** Whether the namespace `scenario-<name>` is there before. Default: true. */
  readonly namespace?: boolean;
  /** How long our sync waits for health. Default: 30. */
  readonly timeoutSeconds?: number;
  /** Why ours does not behave like this yet. A pending scenario that passes is an error. */
  readonly pending?: string;
  readonly steps: readonly Step[];
}

/** The namespace, and the Argo Application's name or the beginning of it. */
export function scopeOf({ name }: Pick<Scenario, 'name'>): string {
  return `scenario-${name}`;
}

export function isLooking(step: Step): step is LookingStep {
  return 'sync' in step || 'refresh' in step || 'remove' in step;
}

/** Which of the scenario's applications a step is about; undefined is the first. */
export function applicationOf(step: LookingStep): string | undefined {
  if ('sync' in step) return step.sync?.application;
  return 'refresh' in step ? step.refresh?.application : step.remove?.application;
}

/** Whether Argo CD takes part in the scenario, beside sync. */
export function isAboutBoth({ steps }: Pick<Scenario, 'steps'>): boolean {
  return steps.some((step) => isLooking(step) && toolOf(step) !== undefined);
}

export function toolOf(step: LookingStep): Tool | undefined {
  if ('sync' in step) return step.sync?.by;
  return 'refresh' in step ? step.refresh?.by : undefined;
}
