interface Report {
  readonly note: (text: string) => void;
  readonly progress: (done: number, text: string) => void;
}

/** A step of a build: build-plan.mjs says what the fields mean. */
export interface Step {
  readonly name: string;
  readonly seconds: number;
  readonly lane: 'packages' | 'node' | 'go';
  readonly due: () => boolean | Promise<boolean>;
  readonly make: (report: Report) => Promise<unknown>;
}

/** Makes what is due of a plan, and says which of how many steps it is at and how long the rest takes. False when something failed. */
export function runSteps(
  plan: readonly Step[],
  options: {
    readonly print: (text: string) => void;
    readonly locked: (work: () => Promise<void>) => Promise<void>;
    readonly onDone: (name: string) => void;
    /** Seconds that steps of these lengths still take, after so many; undefined for as long as nothing can tell. */
    readonly loadTimeLeft: () => Promise<((steps: readonly { readonly seconds: number; readonly progress: number }[], elapsed: number) => number) | undefined>;
  },
): Promise<boolean>;
