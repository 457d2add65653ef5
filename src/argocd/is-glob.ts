/** Whether Argo CD can read a pattern: each class is closed, and its ranges ascend. Pure. */
export function isGlob(pattern: string): boolean {
  const plain = pattern.replace(/\\./gs, 'x');
  const open = plain.replace(/\[[^\]]+(?:\]|$)/g, (group) =>
    !group.endsWith(']') || hasReversedRange(group.slice(1, -1)) ? '[' : 'x',
  );
  return !open.includes('[');
}

function hasReversedRange(group: string): boolean {
  return [...group.matchAll(/(.)-(.)/gs)].some(([, low = '', high = '']) => low > high);
}
