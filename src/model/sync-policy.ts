import type { ApplicationSyncPolicy } from '../argocd/application/application.js';
import { brand, hasBrand } from './brand.js';

/** Argo CD's sync options, typed. What is absent keeps Argo CD's default. */
export interface ArgoSyncOptions {
  /** Create the destination namespace when it is missing. @default true */
  readonly createNamespace?: boolean;
  readonly serverSideApply?: boolean;
  readonly clientSideApplyMigration?: boolean;
  /** Delete what left Git after everything else is applied. */
  readonly pruneLast?: boolean;
  readonly prunePropagationPolicy?: 'foreground' | 'background' | 'orphan';
  /** `false`: never prune; `'confirm'`: only after a person agreed. */
  readonly prune?: false | 'confirm';
  /** `false`: keep the objects when the Argo Application is deleted; `'confirm'`: ask first. */
  readonly delete?: false | 'confirm';
  readonly applyOutOfSyncOnly?: boolean;
  readonly failOnSharedResource?: boolean;
  readonly respectIgnoreDifferences?: boolean;
  readonly replace?: boolean;
  readonly validate?: boolean;
  readonly skipDryRunOnMissingResource?: boolean;
}

/** How often Argo CD tries again, and how long it waits between. Durations as Go writes them: `5s`, `3m`. */
export interface RetryPolicy {
  /** Negative: without end. */
  readonly limit?: number;
  readonly backoff?: { readonly duration?: string; readonly factor?: number; readonly maxDuration?: string };
}

export interface SyncPolicyProps {
  readonly options?: ArgoSyncOptions;
  readonly retry?: RetryPolicy;
  /** Labels and annotations of the namespace that `createNamespace` makes. */
  readonly namespaceMetadata?: {
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
}

export interface AutomatedSyncPolicyProps extends SyncPolicyProps {
  /** Delete objects that left Git. @default false */
  readonly prune?: boolean;
  /** Undo changes made in the cluster. @default false */
  readonly selfHeal?: boolean;
  /** Let pruning remove the last object. @default false */
  readonly allowEmpty?: boolean;
}

/**
 * When and how an Argo Application is synced.
 *
 * @example
 * SyncPolicy.automated({ prune: true, selfHeal: true, retry: { limit: 3 } });
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/auto_sync/
 */
export class SyncPolicy {
  /** Argo CD syncs by itself when Git changes. */
  static automated(props: AutomatedSyncPolicyProps = {}): SyncPolicy {
    const { prune = false, selfHeal = false, allowEmpty = false } = props;
    return new SyncPolicy(props, { prune, selfHeal, ...(allowEmpty ? { allowEmpty } : {}) });
  }

  /** Somebody starts each sync: a person, a pipeline. */
  static manual(props: SyncPolicyProps = {}): SyncPolicy {
    return new SyncPolicy(props);
  }

  /** Recognises a SyncPolicy of any loaded copy of this package. */
  static is(value: unknown): value is SyncPolicy {
    return hasBrand(value, 'SyncPolicy');
  }

  /** As it stands in the Argo Application. */
  readonly spec: ApplicationSyncPolicy;

  private constructor(
    { options = {}, retry, namespaceMetadata }: SyncPolicyProps,
    automated?: ApplicationSyncPolicy['automated'],
  ) {
    brand(this, 'SyncPolicy');
    const syncOptions = spellOptions({ ...options, createNamespace: options.createNamespace ?? true });
    this.spec = {
      ...(automated ? { automated } : {}),
      ...(namespaceMetadata ? { managedNamespaceMetadata: namespaceMetadata } : {}),
      ...(retry ? { retry } : {}),
      ...(syncOptions.length > 0 ? { syncOptions } : {}),
    };
  }
}

/** Spellings Argo CD compares as exact strings; a boolean default is left out. */
function spellOptions(options: ArgoSyncOptions): string[] {
  const spelled = Object.entries(options).flatMap(([name, value]) => {
    if (value === undefined || (name === 'createNamespace' && value === false)) return [];
    return [`${name[0]!.toUpperCase()}${name.slice(1)}=${String(value)}`];
  });
  return spelled.sort();
}
