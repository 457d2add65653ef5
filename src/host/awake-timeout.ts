/** A timer that is late by more than one part of its time counts as that part. */
const PARTS = 10;

/**
 * Calls after a time in which this process was awake. Time in which the process was stopped, or busy with its
 * own work, does not count as silence of the other side. What has arrived by then is handled first.
 *
 * @returns ends the wait
 */
export function awakeTimeout(milliseconds: number, onTimeout: () => void): () => void {
  let left = PARTS;
  let ended = false;
  let timer = setTimeout(next, milliseconds / PARTS);
  function next(): void {
    left -= 1;
    if (left > 0) timer = setTimeout(next, milliseconds / PARTS);
    // Timers come before what the network has brought.
    else setImmediate(() => (ended ? undefined : onTimeout()));
  }
  return () => {
    ended = true;
    clearTimeout(timer);
  };
}
