import type { ApplicationSyncPolicy } from '../argocd/application/application.js';
import { brand, hasBrand } from './brand.js';
import { type CallSite, captureCallSite } from './call-site.js';
import { mergeSyncPolicies, type SyncPolicyParts } from './merge-sync-policies.js';

/**
 * The sync options of Argo CD 3.2, typed. An option that is absent keeps Argo CD's default.
 * Give an option of a newer Argo CD as text, in `syncOptions`. Sync then warns about it, and ignores it.
 */
export interface ArgoSyncOptions {
  /** Create the destination namespace when it is missing. @default true */
  readonly createNamespace?: boolean;
  readonly serverSideApply?: boolean;
  readonly clientSideApplyMigration?: boolean;
  /** Prune objects after everything else is applied. */
  readonly pruneLast?: boolean;
  readonly prunePropagationPolicy?: 'foreground' | 'background' | 'orphan';
  /** `false`: never prune; `'confirm'`: only after a person agreed. */
  readonly prune?: false | 'confirm';
  /** `false`: keep the objects when the Argo Application is deleted; `'confirm'`: ask first. */
  readonly delete?: false | 'confirm';
  readonly applyOutOfSyncOnly?: boolean;
  readonly failOnSharedResource?: boolean;
  readonly respectIgnoreDifferences?: boolean;
  /** Make again what cannot be changed in place. With `replace` it deletes and creates. */
  readonly force?: boolean;
  readonly replace?: boolean;
  readonly validate?: boolean;
  readonly skipDryRunOnMissingResource?: boolean;
}

/** How often Argo CD tries again, and how long it waits between. Durations as Go writes them: `5s`, `3m`. */
export interface RetryPolicy {
  /** Negative: without end. */
  readonly limit?: number;
  /** Whether a retry takes the newest commit instead of the one that failed. @default false */
  readonly refresh?: boolean;
  readonly backoff?: { readonly duration?: string; readonly factor?: number; readonly maxDuration?: string };
}

/** What automated and manual syncing have in common. */
export interface SyncPolicyProps {
  readonly options?: ArgoSyncOptions;
  /**
   * Sync options that `options` does not have, spelt as Argo CD does: `['NewOption=true']`. One that
   * `options` has is refused here, and so is a misspelt one. @default none
   */
  readonly syncOptions?: readonly string[];
  readonly retry?: RetryPolicy;
  /** Labels and annotations of the namespace that `createNamespace` makes. */
  readonly namespaceMetadata?: {
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
}

/** How Argo CD syncs by itself. */
export interface AutomatedSyncPolicyProps extends SyncPolicyProps {
  /** Delete objects that left Git. @default false */
  readonly prune?: boolean;
  /** Undo changes made in the cluster. @default false */
  readonly selfHeal?: boolean;
  /** Let pruning remove the last object. @default false */
  readonly allowEmpty?: boolean;
  /** `false` switches the automation off, and keeps what it says. @default true */
  readonly enabled?: boolean;
}

/**
 * When and how an Argo Application is synced.
 *
 * Policies of Repository, Environment, Application and overlay are merged, the innermost wins: `automated()`
 * and `manual()` say whether Argo CD syncs by itself, `with()` leaves that as it is. Options, the retry and
 * the metadata of the namespace are merged by name. Where nobody says anything it is `manual()`, and the
 * namespace is created.
 *
 * @example
 * SyncPolicy.automated({ prune: true, selfHeal: true, retry: { limit: 3 } });
 * SyncPolicy.with({ options: { serverSideApply: true } });
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/auto_sync/
 */
export class SyncPolicy {
  /** Argo CD syncs by itself when Git changes. */
  static automated(props: AutomatedSyncPolicyProps = {}): SyncPolicy {
    return new SyncPolicy({ ...props, automation: 'automated' });
  }

  /** Somebody starts each sync: a person, a pipeline. */
  static manual(props: SyncPolicyProps = {}): SyncPolicy {
    return new SyncPolicy({ ...props, automation: 'manual' });
  }

  /**
   * Changes of the policy around it, and nothing else. `prune`, `selfHeal`, `allowEmpty` and `enabled` count
   * where that one is automated.
   */
  static with(props: AutomatedSyncPolicyProps): SyncPolicy {
    return new SyncPolicy(props);
  }

  /** Recognises a SyncPolicy of any loaded copy of this package. */
  static is(value: unknown): value is SyncPolicy {
    return hasBrand(value, 'SyncPolicy');
  }

  /** @internal What was given. */
  readonly _parts: SyncPolicyParts;
  /** @internal Where it was made. */
  readonly _site: CallSite;

  private constructor(parts: SyncPolicyParts) {
    brand(this, 'SyncPolicy');
    this._parts = parts;
    this._site = captureCallSite();
  }

  /** The field as it is in an Argo Application, without the levels above. */
  get spec(): ApplicationSyncPolicy {
    return mergeSyncPolicies([this._parts]);
  }
}
