const undone = new Set<() => void>();

/**
 * Does something when this process ends before it was done in the ordinary way, such as at the second Ctrl-C.
 *
 * @param work without waiting: nothing runs after it
 * @returns call it when nothing is left to do
 */
export function atExit(work: () => void): () => void {
  if (undone.size === 0) process.on('exit', doAll);
  undone.add(work);
  return () => {
    undone.delete(work);
    if (undone.size === 0) process.off('exit', doAll);
  };
}

function doAll(): void {
  for (const work of undone) work();
}
