import { FileSet } from '../../src/files/file-set.js';
import { writeOutput } from '../../src/git/working-tree.js';

// Writes the units given on the command line and kills itself before the step `killAt`, a number or the
// beginning of its name: what a power switch does to a synth.
const [root = '', units = '{}', killAt = '-1'] = process.argv.slice(2);
let step = 0;
const result = await writeOutput({
  root,
  output: 'gitops',
  units: Object.entries(JSON.parse(units) as Record<string, Record<string, string>>).map(([name, files]) => ({
    name,
    files: FileSet.of(files),
  })),
  onStep: (name) => {
    if (step++ === Number(killAt) || name.startsWith(killAt)) process.kill(process.pid, 'SIGKILL');
  },
});
process.stdout.write(JSON.stringify({ steps: step, written: result.write.map(({ path }) => path) }));
