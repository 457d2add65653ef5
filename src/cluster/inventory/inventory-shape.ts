import { choice, integer, list, number, object, type TypeOf, text, textThat } from '../../manifest/shape.js';
import { SOURCE_REVISION } from '../objects/source-revision.js';

/** Of the layout of the ConfigMap; one of another version is not read. */
export const INVENTORY_VERSION = '1';

const LONGEST = 2_000;
const kind = textThat('is not a kind', (value) => /^[A-Za-z][A-Za-z0-9-]{0,62}$/.test(value));
const group = textThat('is not an API group', (value) => /^[a-z0-9.-]{0,253}$/.test(value));
const apiVersion = textThat('is not an apiVersion', (value) => /^([a-z0-9.-]{1,253}\/)?[a-z0-9-]{1,63}$/.test(value));
const namespace = textThat('is not the name of a namespace', (value) =>
  /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(value),
);
/**
 * A segment of a path of the API server. @see https://pkg.go.dev/k8s.io/apimachinery/pkg/api/validation/path
 */
const name = textThat(
  'is not a name',
  (value) => value !== '' && value !== '.' && value !== '..' && value.length <= LONGEST && !/[/%]/.test(value),
);
const given = textThat('is empty, or too long', (value) => value !== '' && value.length <= LONGEST);
const action = choice('sync', 'rollback', 'delete');

/** A line of `objects`. */
export const ENTRY_SHAPE = object(
  {
    apiVersion,
    /** API group, empty for the core group. */
    group,
    kind,
    /** Absent for cluster-scoped objects. */
    namespace,
    name,
    /** Absent until the object was seen or applied: a `pending` entry of an object that was to be created. */
    uid: given,
    /**
     * `manifestHash` of what was applied last; absent while a change is in progress, so that an interrupted
     * run is never taken for a finished one.
     */
    manifest: given,
    /** `ownershipHash` of the live object right after the last successful apply; absent like `manifest`. */
    live: given,
    /**
     * Phases of a hook, such as `PreSync`; absent for objects. Hooks are remembered so that none is lost, and
     * are not pruned.
     */
    hook: given,
  },
  ['apiVersion', 'group', 'kind', 'name'],
);

/** A line of `history`. */
export const REVISION_SHAPE = object(
  {
    /** Full id of the commit; `worktree` for uncommitted output. */
    commit: given,
    subject: text,
    /** When the commit was made. */
    committed: text,
    /** Of an Argo Application that is pinned to `commit`: the revision of the run, which pins it. */
    pinnedBy: text,
    action,
    result: choice('synced', 'unhealthy', 'failed', 'interrupted'),
    message: text,
    /** When the run began, ISO 8601. */
    started: given,
    seconds: number,
    actor: text,
    /** URL of the pipeline that ran it. */
    pipeline: text,
    /** Sync windows that forbade it and were ignored, in words. */
    ignoredWindows: list(text),
    /** What sources outside of the repository resolved to. Absent: there were none. */
    sources: list(SOURCE_REVISION),
    /** Digest of all manifests of the Argo Application: equal content, equal digest, whatever the commit. */
    content: text,
    created: integer,
    updated: integer,
    deleted: integer,
  },
  ['commit', 'action', 'result', 'started', 'seconds', 'actor', 'content', 'created', 'updated', 'deleted'],
);

/** `operation`. */
export const OPERATION_SHAPE = object(
  {
    commit: given,
    action,
    started: given,
    actor: text,
    pipeline: text,
    /** Sync windows that forbade it and were ignored, in words. */
    ignoredWindows: list(text),
  },
  ['commit', 'action', 'started', 'actor'],
);

/** `hold`. */
export const HOLD_SHAPE = object(
  {
    commit: given,
    committed: text,
    content: text,
    /** What the rollback went back to. */
    to: given,
    since: given,
    actor: text,
  },
  ['commit', 'content', 'to', 'since', 'actor'],
);

/** `synced`. */
export const SYNCED_SHAPE = object({ commit: given, subject: text, committed: text, content: text }, [
  'commit',
  'content',
]);

/** `data` of the ConfigMap. */
export const DATA_SHAPE = object(
  {
    version: text,
    checksum: text,
    application: given,
    repository: text,
    objects: text,
    shards: text,
    synced: text,
    hooks: text,
    operation: text,
    hold: text,
    history: text,
  },
  ['version', 'checksum', 'application', 'repository', 'history'],
);

/** `data` of a ConfigMap that holds a part of a large inventory. */
export const SHARD_SHAPE = object({ parent: text, objects: text }, ['parent', 'objects']);

export type InventoryData = TypeOf<typeof DATA_SHAPE>;
