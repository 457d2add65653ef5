import type { Finding } from '../verdicts/finding.js';

/**
 * Reports a missing branch of the Repository once: its own finding becomes an error and replaces the errors
 * of sources that need the branch. Pure.
 *
 * @param branch what the root application follows; undefined when this clone has it
 */
export function withMissingBranch(
  findings: readonly Finding[],
  clone: readonly Finding[],
  branch: string | undefined,
): readonly Finding[] {
  const isCaused = ({ rule, message }: Finding) =>
    rule === 'missing-path' && branch !== undefined && message.includes(` has no branch or tag '${branch}'`);
  const isBranch = ({ message }: Finding) => message.includes(` follows the branch '${branch}'`);
  if (!findings.some(isCaused) || !clone.some(isBranch)) return [...findings, ...clone];
  return [
    ...findings.filter((finding) => !isCaused(finding)),
    ...clone.map((finding): Finding => (isBranch(finding) ? { ...finding, level: 'error' } : finding)),
  ];
}
