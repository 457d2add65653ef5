import { mergeLines } from './merge-lines.js';
import { mergePackage } from './merge-package.js';

/**
 * What becomes of one file of the template. `beside`: the place has somebody else's file, so it gets another
 * name.
 */
export interface PlannedFile {
  /** Relative to the folder that is written to. */
  readonly path: string;
  readonly change: 'create' | 'merge' | 'beside' | 'keep';
  /** What the file has then; undefined where it stays. */
  readonly text?: string;
  readonly notes: readonly string[];
}

export interface TemplateFile {
  readonly path: string;
  readonly text: string;
  /** Where it goes when `path` is somebody else's. Default: nothing else will do. */
  readonly beside?: string;
}

/**
 * Decides about one file, never against what is there. Undefined when its place is taken by something else,
 * and another name would not do.
 *
 * @param read the text of an existing file; undefined where there is none
 */
export function planFile(
  { path, text, beside }: TemplateFile,
  read: (path: string) => string | undefined,
): PlannedFile | undefined {
  const existing = read(path);
  if (existing === undefined) return { path, change: 'create', text, notes: [] };
  if (existing === text) return { path, change: 'keep', notes: [] };
  const merged = merge(path, existing, text);
  if (merged !== undefined) {
    return merged.text === existing
      ? { path, change: 'keep', notes: merged.notes }
      : { path, change: 'merge', ...merged };
  }
  if (beside === undefined) return undefined;
  const other = read(beside);
  if (other === text) return { path: beside, change: 'keep', notes: [] };
  if (other !== undefined)
    return { path: beside, change: 'keep', notes: [`'${path}' and '${beside}' stay as they are`] };
  return {
    path: beside,
    change: 'beside',
    text,
    notes: [`'${path}' stays as it is: ${REASONS[path.split('/').at(-1) ?? ''] ?? `see '${beside}'`}`],
  };
}

const REASONS: Readonly<Record<string, string>> = {
  'package.json': "take what 'package.gitops.json' has over into it",
  'README.md': "'README.gitops.md' says how the repository is used",
};

function merge(
  path: string,
  existing: string,
  text: string,
): { readonly text: string; readonly notes: readonly string[] } | undefined {
  if (path === 'package.json') return mergePackage(existing, text);
  if (path === '.gitignore') return { text: mergeLines(existing, text.split('\n')), notes: [] };
  // The rule for all files is the repository's own affair.
  if (path === '.gitattributes')
    return {
      text: mergeLines(
        existing,
        text.split('\n').filter((line) => line.startsWith('gitops/')),
      ),
      notes: [],
    };
  return undefined;
}
