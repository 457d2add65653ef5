import { posix } from 'node:path';
import type { PlaceOf } from '../../manifest/text-place.js';
import type { SourceContext } from '../source/source-context.js';

/** The line before each manifest in Helm's output: the name of the chart, and the file in it. */
const SOURCE = /^# Source: [^/\s]+\/(.+)$/;

/**
 * The places of manifests in Helm's output: the template in the repository. The line in the template is not
 * known, so that messages have the line in the output.
 */
export function placeInOutput(output: string, { path, tree }: Pick<SourceContext, 'path' | 'tree'>): PlaceOf {
  const chart = posix.join(path, 'Chart.yaml');
  const hint =
    'Correct the template, or the values that it is rendered with: gitops render --output yaml shows the result.';
  return (line) => {
    const before = line === undefined ? [] : output.split('\n').slice(0, line);
    const start = before.findLastIndex((one) => SOURCE.test(one));
    const [, template] = SOURCE.exec(before[start] ?? '') ?? [];
    if (template === undefined)
      return { called: `what the chart '${path || '.'}' renders`, source: { file: chart }, hint };
    const file = posix.join(path, template);
    const called = `what '${file}' renders (line ${before.length - start - 1} of it)`;
    return { called, source: { file: tree.files.has(file) ? file : chart }, hint };
  };
}
