import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { GitopsError } from '../../errors.js';
import { findEngine } from '../engine-files.js';

/**
 * The folders of Argo CD's bundled rules: `<group>/<Kind>`, with `_` in place of a wildcard. It does not
 * start an engine.
 *
 * @throws GitopsError ENGINE_MISSING
 */
export function bundledHealthRules(engineDirectory?: string): readonly string[] {
  const { module } = findEngine('health', engineDirectory);
  try {
    // The build wrote the file in this form.
    return JSON.parse(readFileSync(join(dirname(module), 'health-rules.json'), 'utf8')) as readonly string[];
  } catch (cause) {
    throw new GitopsError('ENGINE_MISSING', 'the list of health rules cannot be read', {
      cause,
      hint: 'Run `npm run build` in a clone; in a project, install the package again.',
    });
  }
}
