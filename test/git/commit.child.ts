import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { commitPaths } from '../../src/git/native/commit-paths.js';

// Commits the paths given on the command line and kills itself before step number `killAt`.
const [root = '', killAt = '-1', ...paths] = process.argv.slice(2);
let step = 0;
await commitPaths(realpathSync(root), join(realpathSync(root), '.git'), { paths, message: 'from the child' }, () => {
  if (step++ === Number(killAt)) process.kill(process.pid, 'SIGKILL');
});
process.stdout.write(String(step));
