import type { KubeObject } from '../../manifest/kube-object.js';
import { FIELD_MANAGER } from './field-manager.js';
import { isOwnEntry, type ManagedFieldsEntry, managedFieldsOf } from './fingerprint.js';
import { differenceOf, type FieldSet, intersectionOf, isEmptySet, unionOf } from './managed-fields-set.js';

/** Whose fields become ours. */
export interface MigrationRule {
  /** False with the sync option `ClientSideApplyMigration=false`. */
  readonly enabled: boolean;
  /**
   * One more field manager, from `argocd.argoproj.io/client-side-apply-migration-manager` of the Argo
   * Application.
   */
  readonly manager?: string;
}

/** `managedFields` with the fields of deployment tools turned over to us. */
export interface Migration {
  /** The whole list, as it is to be. */
  readonly managedFields: readonly ManagedFieldsEntry[];
  /** Names of the managers that gave something up. */
  readonly managers: readonly string[];
  /** What they gave up. */
  readonly released: FieldSet;
}

export interface MigrationContext {
  readonly rule: MigrationRule;
  /**
   * True when the object becomes ours now: then the tools give up everything. Otherwise what they share with
   * us, but Argo CD everything.
   */
  readonly adopting: boolean;
  /** What we will own after the apply, where that is known. */
  readonly next?: FieldSet;
  /** Field managers that keep what they have, because fields were left to them. */
  readonly except?: readonly string[];
  /** Of an object without owners only what Git sets becomes ours: Kubernetes may have allocated the rest. */
  readonly keepsUnset?: boolean;
}

/**
 * The API server's name for everything that an object without managers held at its first server-side apply:
 * what controllers and Kubernetes itself had allocated (the volume of a claim, the selector of a Job), too.
 */
const BEFORE_FIRST_APPLY = 'before-first-apply';

/**
 * Field managers of tools that apply whole manifests, with the operations by which they do. Not in it: what
 * people type (`kubectl edit`, `kubectl scale`), controllers, operators.
 */
const TOOLS: readonly {
  readonly managers: readonly string[];
  readonly operation?: 'Apply' | 'Update';
  readonly argocd?: boolean;
}[] = [
  {
    managers: ['kubectl-client-side-apply', 'kubectl-create', 'kubectl-replace', BEFORE_FIRST_APPLY],
    operation: 'Update',
  },
  { managers: ['kubectl', 'kubectl-last-applied'], operation: 'Apply' },
  { managers: ['helm', 'werf'] },
  { managers: ['kapp', 'kapp-controller'] },
  { managers: ['kustomize-controller', 'helm-controller', 'flux', 'flux-client-side-apply'] },
  { managers: ['kluctl', 'kluctl-controller', 'timoni', 'tanka'] },
  { managers: ['argocd-controller', 'argocd-application-controller', 'argocd-server'], argocd: true },
];

/**
 * What kubectl remembers of its last apply stays, and its owner's: it is not Git's, and to drop it would
 * raise the `generation` of a Deployment, which counts annotations.
 */
const LAST_APPLIED: FieldSet = {
  'f:metadata': { 'f:annotations': { 'f:kubectl.kubernetes.io/last-applied-configuration': {} } },
};

/**
 * How the owners of fields change when an object is ours: deployment tools let go, everybody else keeps what
 * is theirs. Undefined when nothing changes. Pure.
 *
 * Without it a field that another tool has applied stays for ever after Git gave it up: server-side apply
 * removes only what nobody else owns.
 *
 * @see https://kubernetes.io/docs/reference/using-api/server-side-apply/#transferring-ownership
 */
export function migrateOwnership(
  object: Pick<KubeObject, 'metadata'>,
  context: MigrationContext,
): Migration | undefined {
  const entries = managedFieldsOf(object);
  const tools = entries.flatMap((entry) => {
    const tool = toolOf(entry, context.rule);
    return tool && !context.except?.includes(entry.manager) ? [{ entry, tool }] : [];
  });
  if (tools.length === 0) return undefined;
  const own = entries.find(isOwnEntry);
  const ours = unionOf([own?.fieldsV1, context.next]);
  const given = tools.flatMap(({ entry, tool }) => {
    const whole = (context.adopting && !keeps(entry, context)) || tool === 'argocd';
    const released = whole ? differenceOf(entry.fieldsV1, LAST_APPLIED) : intersectionOf(entry.fieldsV1, ours);
    const left = whole ? intersectionOf(entry.fieldsV1, LAST_APPLIED) : differenceOf(entry.fieldsV1, ours);
    return isEmptySet(released) ? [] : [{ entry, released, left, gained: whole }];
  });
  if (given.length === 0) return undefined;
  const left = new Map(given.map(({ entry, left: fields }) => [entry, fields]));
  const gained = unionOf(given.flatMap(({ released, gained: whole }) => (whole ? [released] : [])));
  const others = entries
    .filter((entry) => !isOwnEntry(entry))
    .flatMap((entry) => {
      const fields = left.get(entry);
      if (fields === undefined) return [entry];
      return isEmptySet(fields) ? [] : [{ ...entry, fieldsV1: fields }];
    });
  const heir = own ?? (isEmptySet(gained) ? undefined : heirOf(given.map(({ entry }) => entry)));
  return {
    managedFields: [...(heir ? [{ ...heir, fieldsV1: unionOf([own?.fieldsV1, gained]) }] : []), ...others],
    managers: [...new Set(given.map(({ entry }) => entry.manager))].sort(),
    released: unionOf(given.map(({ released }) => released)),
  };
}

/** The fields that go with the next apply: given up, not set by us, and nobody else's. Pure. */
export function lostFields({ released, managedFields }: Migration, next: FieldSet | undefined): FieldSet {
  const kept = managedFields.filter((entry) => !isOwnEntry(entry)).map(({ fieldsV1 }) => fieldsV1);
  return differenceOf(released, unionOf([next, ...kept]));
}

/** Whether a manager is a tool whose fields are turned over when its objects are adopted. */
function toolOf(entry: ManagedFieldsEntry, { enabled, manager }: MigrationRule): 'tool' | 'argocd' | undefined {
  if (!enabled || entry.subresource || entry.manager === FIELD_MANAGER) return undefined;
  if (entry.manager === manager) return 'tool';
  const tool = TOOLS.find(
    (known) => known.managers.includes(entry.manager) && (known.operation ?? entry.operation) === entry.operation,
  );
  return tool && (tool.argocd ? 'argocd' : 'tool');
}

function keeps({ manager }: ManagedFieldsEntry, { keepsUnset = false }: MigrationContext): boolean {
  return keepsUnset && manager === BEFORE_FIRST_APPLY;
}

/** The youngest entry, as ours. */
function heirOf(entries: readonly ManagedFieldsEntry[]): ManagedFieldsEntry {
  const [youngest] = [...entries].sort((left, right) => (right.time ?? '').localeCompare(left.time ?? ''));
  return { ...youngest!, manager: FIELD_MANAGER, operation: 'Apply' };
}
