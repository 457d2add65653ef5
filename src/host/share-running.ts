/** Joins the work that is in progress for the key, or starts it. */
export type ShareRunning<Result> = (key: string, work: () => Promise<Result>) => Promise<Result>;

/** Works for one key that overlap are done once. What has ended is forgotten, whatever came of it. */
export function shareRunning<Result>(): ShareRunning<Result> {
  const running = new Map<string, Promise<Result>>();
  return (key, work) => {
    const known = running.get(key);
    if (known !== undefined) return known;
    const started = work().finally(() => running.delete(key));
    running.set(key, started);
    return started;
  };
}
