import type { SynthResult } from '../../../workflow/authoring/synth-output.js';
import { amount } from '../../reports/describe-event.js';
import { inLines } from '../../terminal/in-lines.js';
import type { Style } from '../../terminal/style.js';

export interface SynthTextOptions {
  readonly check: boolean;
  readonly style: Style;
}

/** What a synth wrote, or with `check` what is not up to date. */
export function synthText(given: SynthResult, { check, style }: SynthTextOptions): string {
  const result = inLines(given);
  const warnings = result.warnings.map((warning) => `${style.warn('warning')} ${warning}`);
  const recovered = result.recovered ? [`${style.warn('recovered')} an interrupted synth was finished first`] : [];
  return [...warnings, ...recovered, ...(check ? checked(result, style) : written(result, style))]
    .map((line) => `${line}\n`)
    .join('');
}

function checked({ output, stale, unchanged }: SynthResult, style: Style): string[] {
  if (stale.length === 0) return [`${output}/ is up to date: ${amount(unchanged, 'file')}`];
  const words = {
    create: 'missing',
    update: 'stale',
    delete: 'left over',
    edited: 'edited by hand',
    foreign: 'foreign',
  };
  return [
    ...stale.map(({ path, change }) => `${style.warn(words[change])} ${path}`),
    `${style.bad(`${output}/ is stale`)}: ${amount(stale.length, 'file')}; run 'gitops synth' and commit`,
  ];
}

function written(result: SynthResult, style: Style): string[] {
  const { output, commit } = result;
  const counts = `${amount(result.written.length, 'file')} written, ${result.deleted.length} deleted, ${result.unchanged} unchanged`;
  const lines = [
    ...result.written.map((path) => `${style.good('wrote')} ${path}`),
    ...result.deleted.map((path) => `${style.warn('deleted')} ${path}`),
    result.written.length + result.deleted.length === 0
      ? `${output}/ is up to date: ${amount(result.unchanged, 'file')}`
      : `${output}/: ${counts}`,
  ];
  if (commit === undefined) return lines;
  if (commit.id === undefined) return [...lines, 'Nothing to commit.'];
  const branch = commit.branch ?? 'detached HEAD';
  const made = commit.paths.filter((path) => path.startsWith(`${output}/`)).length;
  const sources = commit.paths.length - made;
  const files = `${amount(made, 'file')}${sources === 0 ? '' : ` and ${amount(sources, 'source')}`}`;
  return [
    ...lines,
    `${style.good('committed')} ${commit.id.slice(0, 7)} on ${branch}: ${commit.subject ?? ''} ${style.faint(`(${files})`)}`,
  ];
}
