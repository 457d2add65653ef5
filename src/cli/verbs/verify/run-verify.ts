import type { VerifyResult } from '../../../workflow/api/results.js';
import { EXIT } from '../../exit-code.js';
import { exitCodeOfProblems } from '../../exit-code-of-problems.js';
import { clusterVerb } from '../cluster-verb.js';
import { verifyJunit } from './verify-junit.js';
import { verifyMarkdown } from './verify-markdown.js';
import type { verifyOptions } from './verify-options.js';
import { verifyText } from './verify-text.js';

export const runVerify = clusterVerb<typeof verifyOptions, VerifyResult>({
  verb: 'verify',
  work: async (given) => (await import('../../../workflow/verify.js')).verify(given),
  text: verifyText,
  markdown: verifyMarkdown,
  junit: verifyJunit,
  exit: (result) => exitCodeOfProblems(result) || (result.verified ? EXIT.done : EXIT.unhealthy),
});
