/** Somebody's .gitignore or .gitattributes with the lines that it lacks at its end. */
export function mergeLines(existing: string, wanted: readonly string[]): string {
  const end = existing.includes('\r\n') ? '\r\n' : '\n';
  const known = new Set(existing.split('\n').map(rule));
  const missing = wanted.filter((line) => line.trim() !== '' && !line.startsWith('#') && !known.has(rule(line)));
  if (missing.length === 0) return existing;
  const start = existing === '' || existing.endsWith('\n') ? existing : existing + end;
  return `${start}${missing.join(end)}${end}`;
}

/** `/node_modules` and `node_modules/` are one to us. */
function rule(line: string): string {
  return line.trim().replace(/^\/|\/$/g, '');
}
