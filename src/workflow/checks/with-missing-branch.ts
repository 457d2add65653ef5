import type { Finding } from '../verdicts/finding.js';

/**
 * The findings with what a missing branch of the Repository causes told once: sources that cannot be read for
 * want of it make its own finding an error. Pure.
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
