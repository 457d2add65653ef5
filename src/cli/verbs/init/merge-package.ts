import { isRecord } from '../../../manifest/kube-object.js';

export interface MergedText {
  readonly text: string;
  /** What stayed as it was, though the template has it otherwise. */
  readonly notes: readonly string[];
}

const DEPENDENCIES = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'];

/**
 * Somebody's package.json with the packages and scripts of the template that it lacks. Everything in it stays
 * as it is, its indentation and line ends too. Undefined when it is not a package.json that can be extended.
 */
export function mergePackage(existing: string, template: string): MergedText | undefined {
  const own = parse(existing);
  const wanted = parse(template) ?? {};
  if (
    own === undefined ||
    ['scripts', ...DEPENDENCIES].some((section) => own[section] !== undefined && !isRecord(own[section]))
  )
    return undefined;
  const notes: string[] = [];
  const versions: Record<string, unknown> = Object.assign({}, ...DEPENDENCIES.map((section) => own[section] ?? {}));
  const merged: Record<string, unknown> = { ...own };
  for (const section of ['scripts', 'dependencies', 'devDependencies']) {
    const known = section === 'scripts' ? record(own[section]) : versions;
    const entries = Object.entries(record(wanted[section]));
    const missing = entries.filter(([name]) => known[name] === undefined);
    for (const [name, value] of entries) {
      if (known[name] === undefined || known[name] === value) continue;
      notes.push(
        `package.json keeps its ${section === 'scripts' ? 'script' : 'package'} '${name}': '${known[name]}', where the template has '${value}'`,
      );
    }
    if (missing.length > 0)
      merged[section] = sortedUnlessScripts(section, { ...record(own[section]), ...Object.fromEntries(missing) });
  }
  const indentation = /^\s*\{\r?\n([ \t]+)/.exec(existing)?.[1] ?? 2;
  const text = `${JSON.stringify(merged, null, indentation)}\n`;
  if (JSON.stringify(merged) === JSON.stringify(own)) return { text: existing, notes };
  return { text: existing.includes('\r\n') ? text.replaceAll('\n', '\r\n') : text, notes };
}

/** npm sorts packages, too, whenever it writes them. */
function sortedUnlessScripts(section: string, entries: Readonly<Record<string, unknown>>): Record<string, unknown> {
  if (section === 'scripts') return entries;
  return Object.fromEntries(Object.entries(entries).sort(([left], [right]) => (left < right ? -1 : 1)));
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {};
}

function parse(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
