import { interruptedBy } from './run-child.mjs';
import { ToolFailure } from './tool-failure.mjs';

const TOLD_EVERY_MS = 15_000;
/** A work that takes longer is announced with all its steps. */
const LONG_SECONDS = 60;

/**
 * Makes what is due of a plan, and says which of how many steps it is at and how long the rest takes. What
 * does not depend on a step that failed is still made; after a failure that the user has to mend, the lane
 * ends.
 *
 * @param {readonly import('./build-plan.mjs').Step[]} plan
 * @param {(text: string) => void} print
 * @param {(work: () => Promise<void>) => Promise<void>} locked runs what must not be done twice at a time in
 * this clone
 * @param {(name: string) => void} onDone
 * @param {() => Promise<((steps: readonly { seconds: number, progress: number }[], elapsed: number) =>
 * number) | undefined>} loadTimeLeft
 * @returns {Promise<boolean>} whether all went well
 */
export async function runSteps(plan, { print, locked, onDone, loadTimeLeft }) {
  const started = performance.now();
  const packages = await dueOf(plan.filter(({ lane }) => lane === 'packages'));
  let rest = await dueOf(plan.filter(({ lane }) => lane !== 'packages'));
  if (packages.length + rest.length === 0) return true;
  announce([...packages, ...rest], print);
  const board = progressBoard(started, print, loadTimeLeft);
  if (!(await runLane(packages, [...packages, ...rest], board))) return false;
  for (const { name } of packages) onDone(name);
  let ok = true;
  if (rest.length === 0) return ok;
  await locked(async () => {
    // What is missing is known better now, and another process may have made it meanwhile.
    rest = await dueOf(rest);
    const all = [...packages, ...rest];
    const lanes = ['node', 'go'].map((name) => rest.filter(({ lane }) => lane === name));
    ok = (await Promise.all(lanes.map((lane) => runLane(lane, all, board)))).every(Boolean);
  });
  return ok;
}

async function dueOf(steps) {
  const due = await Promise.all(steps.map((step) => step.due()));
  return steps.filter((_, index) => due[index]);
}

function announce(steps, print) {
  const seconds = steps.reduce((sum, step) => sum + step.seconds, 0);
  if (seconds < LONG_SECONDS) return;
  print(
    `${steps.length} steps, about ${minutes(seconds)} on two quiet cores with empty caches: ${steps.map(({ name }) => name).join(', ')}`,
  );
}

async function runLane(steps, all, board) {
  let ok = true;
  for (const step of steps) {
    if (interruptedBy() !== undefined) return false;
    const line = await board.start(step, all);
    try {
      await step.make({ note: line.note, progress: line.progress });
      line.end();
    } catch (error) {
      ok = false;
      line.fail(error);
      if (error instanceof ToolFailure) return false;
    }
  }
  return ok;
}

/**
 * What is told of the steps that run: a line when one begins, one when it ends, and meanwhile one for all of
 * them from time to time.
 */
function progressBoard(started, print, loadTimeLeft) {
  const states = new Map();
  const running = new Set();
  let timer;
  const tell = async (titles) => {
    const all = [...states.keys()];
    // An estimate that fails must not fail the build.
    const seconds = await estimate(all, states, (performance.now() - started) / 1000, loadTimeLeft).catch(
      () => undefined,
    );
    const what = titles();
    if (what !== '') print(`${what}${seconds === undefined ? '' : `; about ${minutes(seconds)} left in all`}`);
  };
  const everything = () =>
    [...running]
      .map(({ title, state }) => `${title}, ${secondsSince(state.started)} s${state.text && `, ${state.text}`}`)
      .join(' | ');
  return {
    async start(step, all) {
      for (const one of states.size === all.length ? [] : all) states.set(one, states.get(one) ?? {});
      for (const one of states.keys()) if (!all.includes(one)) states.delete(one);
      const state = { started: performance.now(), text: '' };
      const entry = { title: `step ${all.indexOf(step) + 1} of ${all.length}: ${step.name}`, state };
      states.set(step, state);
      running.add(entry);
      timer ??= setInterval(() => void tell(everything), TOLD_EVERY_MS);
      await tell(() => `${entry.title} …`);
      const end = (text) => {
        running.delete(entry);
        state.progress = 1;
        print(`${entry.title}${text}`);
        if (running.size === 0) {
          clearInterval(timer);
          timer = undefined;
        }
      };
      return {
        note: (text) => print(`${step.name}: ${text}`),
        progress: (done, text) => Object.assign(state, { progress: done, text }),
        end: () => end(`: ${((performance.now() - state.started) / 1000).toFixed(1)} s`),
        fail: (error) => end(` failed: ${error instanceof ToolFailure ? error.message : error.stdout || error.stack}`),
      };
    },
  };
}

/** Seconds; undefined when nothing can estimate them yet, or little is left. */
async function estimate(all, state, elapsed, loadTimeLeft) {
  const steps = all.map((step) => ({ seconds: step.seconds, progress: progressOf(step, state.get(step)) }));
  if (steps.reduce((sum, step) => sum + step.seconds * (1 - step.progress), 0) < LONG_SECONDS / 2) return undefined;
  return (await loadTimeLeft())?.(steps, elapsed);
}

/** A step that tells nothing of itself is taken to be almost done when its measured time has passed. */
function progressOf({ seconds }, own) {
  if (own?.started === undefined) return 0;
  return own.progress ?? Math.min(secondsSince(own.started) / seconds, 0.9);
}

function secondsSince(started) {
  return Math.floor((performance.now() - started) / 1000);
}

function minutes(seconds) {
  return seconds < 50 ? `${Math.max(Math.ceil(seconds / 10) * 10, 10)} s` : `${Math.round(seconds / 60)} min`;
}
