import type { ApplicationSyncPolicy } from '../argocd/application/application.js';
import { textsOf } from '../manifest/untyped.js';
import { mergeFields } from './merge-fields.js';
import { spellSyncOption } from './spell-sync-option.js';

type Automation = NonNullable<ApplicationSyncPolicy['automated']>;

/** What one policy says. */
export interface SyncPolicyParts extends Automation {
  /** Absent: what is around it decides. */
  readonly automation?: 'automated' | 'manual';
  /** By name, in camel case. */
  readonly options?: object;
  /** As Argo CD spells them. */
  readonly syncOptions?: readonly string[];
  readonly retry?: ApplicationSyncPolicy['retry'];
  readonly namespaceMetadata?: ApplicationSyncPolicy['managedNamespaceMetadata'];
}

/**
 * `spec.syncPolicy` of an Argo Application: the policies of everything around it, the outermost first. The
 * innermost that says so decides whether it is automated; the rest is merged by name, and the innermost wins.
 * Pure.
 */
export function mergeSyncPolicies(policies: readonly SyncPolicyParts[]): ApplicationSyncPolicy {
  const from = policies.map(({ automation }) => automation !== undefined).lastIndexOf(true);
  const retry = merged(policies.map((policy) => policy.retry));
  const managedNamespaceMetadata = merged(policies.map(({ namespaceMetadata }) => namespaceMetadata));
  const syncOptions = spellOptions(policies);
  return {
    ...(policies[from]?.automation === 'automated' ? { automated: automationOf(policies.slice(from)) } : {}),
    ...(managedNamespaceMetadata ? { managedNamespaceMetadata } : {}),
    ...(retry ? { retry } : {}),
    ...(syncOptions.length > 0 ? { syncOptions } : {}),
  };
}

/** `prune` and `selfHeal` are always said; the others where they differ from Argo CD's default. */
function automationOf(policies: readonly SyncPolicyParts[]): Automation {
  const flags = policies.reduce<Automation>(
    (outer, { prune, selfHeal, allowEmpty, enabled }) => mergeFields(outer, { prune, selfHeal, allowEmpty, enabled }),
    {},
  );
  return {
    prune: flags.prune ?? false,
    selfHeal: flags.selfHeal ?? false,
    ...(flags.allowEmpty ? { allowEmpty: true } : {}),
    ...(flags.enabled === false ? { enabled: false } : {}),
  };
}

/** Spellings Argo CD compares as exact strings; a namespace that is not created needs none. */
function spellOptions(policies: readonly SyncPolicyParts[]): readonly string[] {
  const values = new Map<string, string>([['CreateNamespace', 'true']]);
  for (const { options = {}, syncOptions } of policies) {
    const typed = Object.entries(options).filter(([, value]) => value !== undefined);
    const spelt = typed.map(([name, value]) => spellSyncOption(name, value));
    for (const option of [...spelt, ...textsOf(syncOptions)]) {
      const [name = '', ...value] = option.split('=');
      values.set(name, value.join('='));
    }
  }
  if (values.get('CreateNamespace') === 'false') values.delete('CreateNamespace');
  return [...values].map(([name, value]) => `${name}=${value}`).sort();
}

function merged<T extends object>(given: readonly (T | undefined)[]): T | undefined {
  return given.reduce<T | undefined>(
    (outer, inner) => (inner === undefined ? outer : mergeFields(outer, inner)),
    undefined,
  );
}
