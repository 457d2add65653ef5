import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { KubeClient } from '../../../src/cluster/transport/client.js';
import { GitopsError } from '../../../src/errors.js';
import type { KubeObject } from '../../../src/manifest/kube-object.js';
import { parseObjects } from '../../../src/manifest/yaml.js';
import type { Deliverer, SyncAnswer, VerdictAnswer } from './deliverer.js';
import { missingParts } from './missing-parts.js';
import type { Observer } from './observer.js';
import type { References } from './references.js';
import {
  applicationOf,
  type Expectation,
  isLooking,
  type LookingStep,
  type Scenario,
  type Step,
  toolOf,
} from './scenario.js';
import { filesBelow } from './scenario-files.js';

/** What a step that looks at the cluster saw. */
export interface StepReport extends VerdictAnswer {
  /** Place among the scenario's steps, from 0. */
  readonly index: number;
  readonly answer?: SyncAnswer;
  /** Everything that happened in the cluster during the step. */
  readonly order: readonly string[];
  /** Where live objects are not as expected. */
  readonly problems: readonly string[];
}

export interface ScenarioContext {
  readonly client: KubeClient;
  readonly references: References;
  readonly observer: Observer;
  readonly deliverer: Deliverer;
  /** How long verdicts may take to become the expected ones. */
  readonly patienceMs: number;
  /** The verdicts that are waited for, by the place of the step. Default: those that it expects. */
  readonly awaited?: (index: number) => Pick<Expectation, 'health' | 'sync'> | undefined;
}

const WAIT_MS = 180_000;
/** Verdicts that are known to come. */
const AWAITED_MS = 180_000;
const EVERY_MS = 50;

/** Runs the steps of a scenario against a deliverer. */
export async function runScenario(scenario: Scenario, context: ScenarioContext): Promise<readonly StepReport[]> {
  const reports: StepReport[] = [];
  for (const [index, step] of scenario.steps.entries()) {
    try {
      if (isLooking(step)) reports.push({ index, ...(await look(step, context, context.awaited?.(index))) });
      else await act(step, scenario, context);
    } catch (error) {
      throw new Error(
        `step ${index + 1} (${Object.keys(step)[0]}) of scenario '${scenario.name}' failed: ${(error as Error).message}`,
        {
          cause: error,
        },
      );
    }
  }
  return reports;
}

async function look(
  step: LookingStep,
  { observer, deliverer, client, references, patienceMs }: ScenarioContext,
  awaited: Pick<Expectation, 'health' | 'sync'> | undefined,
): Promise<Omit<StepReport, 'index'>> {
  const before = await observer.now();
  const application = applicationOf(step);
  const act = async () => {
    if ('sync' in step) return deliverer.sync(step.sync ?? {});
    return 'remove' in step ? deliverer.remove(step.remove ?? {}) : undefined;
  };
  const answer = await act();
  const verdicts =
    'remove' in step
      ? { health: {}, sync: {} }
      : await settledVerdicts(
          () => deliverer.verdicts(application, toolOf(step)),
          awaited ?? step.expect ?? {},
          awaited === undefined ? patienceMs : AWAITED_MS,
        );
  const problems = await eventually(
    () => problemsOf(step.expect ?? {}, client, references),
    (found) => found.length === 0,
    patienceMs,
  );
  return { ...(answer ? { answer } : {}), ...verdicts, order: await observer.since(before), problems };
}

/**
 * Health follows the cluster with a delay: asked until it is as expected and nothing is under way that is not
 * expected to be, or too long.
 */
function settledVerdicts(
  verdicts: () => Promise<VerdictAnswer>,
  expected: Expectation,
  patienceMs: number,
): Promise<VerdictAnswer> {
  const isExpected = ({ health, sync }: VerdictAnswer) =>
    missingParts(expected.health ?? {}, health).length + missingParts(expected.sync ?? {}, sync).length === 0 &&
    Object.entries(health).every(
      ([name, status]) => status !== 'Progressing' || expected.health?.[name] === 'Progressing',
    );
  return eventually(verdicts, isExpected, patienceMs);
}

async function problemsOf(
  { objects = [], absent = [] }: Expectation,
  client: KubeClient,
  references: References,
): Promise<readonly string[]> {
  const wanted = await Promise.all(
    objects.map(async (object) => {
      const live = await read(client, references.path(pathOf(object)));
      const name = references.of(object);
      return live ? missingParts(object, live).map((problem) => `${name}: ${problem}`) : [`${name} does not exist`];
    }),
  );
  const unwanted = await Promise.all(
    absent.map(async (reference) =>
      (await read(client, references.path(reference))) ? [`${reference} exists, and should not`] : [],
    ),
  );
  return [...wanted, ...unwanted].flat();
}

type ActingStep = Exclude<Step, LookingStep>;

async function act(
  step: ActingStep,
  { directory }: Scenario,
  { client, references, deliverer }: ScenarioContext,
): Promise<void> {
  if ('commit' in step) return deliverer.commit(step.commit);
  if ('apply' in step) {
    const folder = join(directory, step.apply);
    const objects = filesBelow(folder).flatMap((file) => parseObjects(readFileSync(join(folder, file), 'utf8'), file));
    for (const body of objects) {
      const query = { fieldManager: step.as ?? 'somebody', force: true };
      await client.request({
        method: 'PATCH',
        path: references.path(pathOf(body)),
        query,
        contentType: 'application/apply-patch+yaml',
        body,
      });
    }
    return;
  }
  if ('patch' in step) return merge(client, references.path(step.patch.object), step.patch);
  if ('scale' in step) {
    const { object, replicas } = step.scale;
    return merge(client, references.path(object), {
      with: { spec: { replicas } },
      subresource: 'scale',
      as: 'kubectl',
    });
  }
  if ('delete' in step) {
    await client.request({
      method: 'DELETE',
      path: references.path(step.delete),
      body: { propagationPolicy: 'Background' },
    });
    return;
  }
  const { exists, gone } = step.wait;
  const problems = await eventually(
    () => problemsOf({ objects: exists ? [exists] : [], absent: gone === undefined ? [] : [gone] }, client, references),
    (found) => found.length === 0,
    WAIT_MS,
  );
  if (problems.length > 0) throw new Error(`waited ${WAIT_MS / 1000} s in vain: ${problems.join('; ')}`);
}

interface MergePatch {
  readonly with: unknown;
  readonly subresource?: 'status' | 'scale';
  readonly as?: string;
}

async function merge(
  client: KubeClient,
  path: string,
  { with: body, subresource, as = 'kubectl' }: MergePatch,
): Promise<void> {
  const target = subresource === undefined ? path : `${path}/${subresource}`;
  await client.request({
    method: 'PATCH',
    path: target,
    query: { fieldManager: as },
    contentType: 'application/merge-patch+json',
    body,
  });
}

function pathOf({ kind, apiVersion, metadata }: KubeObject): string {
  const group = apiVersion.includes('/') ? `.${apiVersion.split('/')[0]}` : '';
  return [`${kind}${group}`, ...(metadata.namespace === undefined ? [] : [metadata.namespace]), metadata.name].join(
    '/',
  );
}

async function read(client: KubeClient, path: string): Promise<KubeObject | undefined> {
  try {
    return (await client.request<KubeObject>({ method: 'GET', path })).body;
  } catch (error) {
    if (GitopsError.is(error) && error.code === 'CLUSTER_NOT_FOUND') return undefined;
    throw error;
  }
}

async function eventually<T>(ask: () => Promise<T>, isDone: (answer: T) => boolean, patienceMs: number): Promise<T> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const answer = await ask();
    if (isDone(answer) || Date.now() > deadline) return answer;
    await sleep(EVERY_MS);
  }
}
