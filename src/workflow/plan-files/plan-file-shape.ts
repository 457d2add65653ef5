import { boolean, choice, list, map, object, textThat } from '../../manifest/shape.js';
import { API_VERSION } from '../api/results.js';

const LONGEST = 2_000;
/** Names are printed: nothing that a terminal would obey. */
const isPrintable = (value: string) => value.length <= LONGEST && !/\p{Cc}/u.test(value);
const line = textThat('is too long, or not a text that can be shown', isPrintable);
const date = textThat('is not a date', (value) => isPrintable(value) && Number.isFinite(Date.parse(value)));

/** A `SourceRevision`, which is printed too. */
const SOURCE_SHAPE = object({ repoURL: line, path: line, chart: line, targetRevision: line, revision: line }, [
  'repoURL',
  'targetRevision',
  'revision',
]);

export const CHANGE_SHAPE = object(
  {
    /** `identityKey`, such as `apps/Deployment/shop/web`. */
    object: line,
    action: line,
    /** Hash of the manifest; absent where none is sent. Without the values of a Secret. */
    manifest: line,
    /** Digest of what it meets in the cluster and makes of it. */
    live: line,
  },
  ['object', 'action', 'live'],
);

export const APPLICATION_SHAPE = object(
  {
    application: line,
    cluster: line,
    /** Digest of all its manifests, without the values of Secrets. */
    content: line,
    /** Digest of the whole order. */
    schedule: line,
    /** The revisions of sources outside of the repository; absent when there are none. */
    sources: list(SOURCE_SHAPE),
    changes: list(CHANGE_SHAPE),
    /** True when values of Secrets are set, which no digest shows: such a plan holds for its commit only. */
    secrets: boolean,
  },
  ['application', 'cluster', 'content', 'schedule', 'changes', 'secrets'],
);

export const OPTIONS_SHAPE = map(line);

export const PLAN_FILE_SHAPE = object(
  {
    apiVersion: choice(API_VERSION),
    kind: choice('PlanFile'),
    /** ISO 8601. */
    created: date,
    actor: line,
    /** Version of this package. */
    tool: line,
    commit: line,
    selection: object({ environments: list(line), applications: list(line), clusters: list(line), all: boolean }),
    options: OPTIONS_SHAPE,
    /** UID of `kube-system` by name of the cluster; none for an account that may not read it. */
    clusters: map(line),
    applications: list(APPLICATION_SHAPE),
    /** Of everything above: a file that was edited or damaged is refused. */
    checksum: line,
  },
  [
    'apiVersion',
    'kind',
    'created',
    'actor',
    'tool',
    'commit',
    'selection',
    'options',
    'clusters',
    'applications',
    'checksum',
  ],
);
