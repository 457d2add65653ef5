import { posix } from 'node:path';
import type { InitResult } from '../../reports/init-result.js';
import { inLines } from '../../terminal/in-lines.js';

export interface InitTextOptions {
  /** The folder as the user named it. */
  readonly folder: string;
  /** Whether the folder is in a Git repository already. */
  readonly isRepository: boolean;
}

/** What was written, what is left to do by hand, and the next commands. */
export function initText(given: InitResult, options: InitTextOptions): string {
  const result = inLines(given);
  const { changes, notes, url, branch, dryRun } = result;
  const words = dryRun
    ? { create: 'would create', merge: 'would add to', beside: 'would create', keep: 'keeps' }
    : { create: 'created', merge: 'added to', beside: 'created', keep: 'kept' };
  const lines = [
    ...changes.map(({ path, change }) => `${words[change]} ${path}`),
    '',
    `Argo CD will follow branch ${branch} of ${url}`,
    ...notes.map((note) => `note: ${note}`),
    ...(dryRun ? [] : ['', 'Next:', ...nextSteps(result, options).map((step) => `  ${step}`)]),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

function nextSteps({ files }: InitResult, { folder, isRepository }: InitTextOptions): readonly string[] {
  const added = isRepository
    ? `git add ${[...new Set([...files.map(toAdd), 'package-lock.json'])].map(shellWord).join(' ')}`
    : 'git init -b main && git add -A';
  return [
    ...(folder === '.' ? [] : [`cd ${shellWord(folder)}`]),
    'npm install',
    `${added} && git commit -m 'first commit'`,
    'npx gitops local up',
    'npx gitops synth --commit --include-sources',
    'npx gitops sync --all',
  ];
}

/** The folders of the code are new. Other folders may have files of somebody else. */
function toAdd(file: string): string {
  return /^(apps|environments)\//.test(file) ? posix.dirname(file) : file;
}

function shellWord(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
