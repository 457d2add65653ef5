import { BUILD_SECONDS, type Component } from './components.js';
import { timeLeft } from './time-left.js';

/** The progress of one run that makes several components, one after the other. */
export interface ProvisionPlan {
  /**
   * Which of how many components this is, and about how long it and those after it take, in seconds, if they
   * are built. `now` is in milliseconds.
   */
  at(
    component: Component['name'],
    progress: number,
    now: number,
  ): { readonly step: number; readonly steps: number; readonly secondsLeft: number };
}

/** The plan of a run that makes these components in this order. `started` is in milliseconds. */
export function provisionPlan(components: readonly Pick<Component, 'name'>[], started: number): ProvisionPlan {
  return {
    at(component, progress, now) {
      const index = components.findIndex(({ name }) => name === component);
      const steps = components.map(({ name }, at) => ({
        seconds: BUILD_SECONDS[name],
        progress: at === index ? progress : done(at < index),
      }));
      return { step: index + 1, steps: components.length, secondsLeft: timeLeft(steps, (now - started) / 1000) };
    },
  };
}

function done(isDone: boolean): number {
  return isDone ? 1 : 0;
}
